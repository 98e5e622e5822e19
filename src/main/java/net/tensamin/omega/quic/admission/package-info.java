/**
 * Which clients may begin a connection, and when: what came of clients that have none waits here until the processors have time
 * for one more handshake. Knows neither sockets nor connections but by an interface each. Imports {@code quic.tls}.
 */
package net.tensamin.omega.quic.admission;
