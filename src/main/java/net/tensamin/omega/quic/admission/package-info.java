/**
 * Which clients may begin a connection, and when. What arrives from a client that has none waits here until the processors have time
 * for one more handshake. Knows neither sockets nor connections but by an interface each. Imports {@code quic.tls}.
 */
package net.tensamin.omega.quic.admission;
