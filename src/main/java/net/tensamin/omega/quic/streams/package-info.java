/**
 * Lines in and lines out of a client's streams, each within its bounds (SPEC §2), and the interface by which the application
 * takes and sends them. Imports {@code quic.turns} and {@code quic.tls}.
 */
package net.tensamin.omega.quic.streams;
