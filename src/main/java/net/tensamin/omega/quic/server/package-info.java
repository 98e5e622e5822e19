/**
 * The UDP socket, the table of connections, and how a connection ends. What arrives is handed to the connection that it is for;
 * {@code quic.admission} takes the rest.
 */
package net.tensamin.omega.quic.server;
