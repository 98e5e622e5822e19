package net.tensamin.omega.quic.tls;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A time in which no datagram of a connection went either way, until the server sent one.
 *
 * @param endedNanos a reading of {@link System#nanoTime()}
 * @param client where it was sent to
 */
public record Silence(Duration length, long endedNanos, InetSocketAddress client) {}
