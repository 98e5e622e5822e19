package net.tensamin.omega.guard;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections there may be before four fifths of the files that this process may open are open. A connection that was ended has its file for a
 * while yet, so files are counted again every few connections. Thread-safe.
 */
final class OpenFiles {
    /** A count takes some hundred microseconds. */
    private static final int CONNECTIONS_A_COUNT = 16;

    private final AtomicInteger uncounted = new AtomicInteger();
    private volatile long mostConnections = Long.MAX_VALUE;
    private volatile boolean gone;

    /** To be called now and then. @param connections those there are */
    void count(int connections) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long most = system.getMaxFileDescriptorCount();
            long open = open(system);
            mostConnections = mostConnections(connections, open, most);
            gone = areGone(open, most);
        }
    }

    /** One more came. @param connections those there are, without it */
    void opened(int connections) {
        if (uncounted.incrementAndGet() >= CONNECTIONS_A_COUNT) {
            uncounted.set(0);
            count(connections);
        }
    }

    private static long open(UnixOperatingSystemMXBean system) {
        try {
            return system.getOpenFileDescriptorCount();
        } catch (InternalError none) { // to count them takes one
            return system.getMaxFileDescriptorCount();
        }
    }

    static long mostConnections(int connections, long open, long most) {
        return connections + most / 5 * 4 - open;
    }

    static boolean areGone(long open, long most) {
        return open >= most / 5 * 4 + most / 40;
    }

    /** Whether one more connection, which has its file already, is one too many. */
    boolean areShort(int connections) {
        return connections >= mostConnections;
    }

    /** Whether connections that gave way have yet to give back their files, so that nobody can take their places. */
    boolean areGone() {
        return gone;
    }
}
