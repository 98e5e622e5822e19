/**
 * Messages in and out of a client's streams, in the form that the client chose and each within its bounds (SPEC §2), and the interface by which the application
 * takes and sends them. Imports {@code quic.turns} and {@code quic.tls}.
 */
package net.tensamin.omega.quic.streams;
