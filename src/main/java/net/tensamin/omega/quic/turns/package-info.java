/**
 * Whose turn it is: the transport's threads and timers, and the work of each connection, one piece at a time. Knows nothing of
 * QUIC.
 */
package net.tensamin.omega.quic.turns;
