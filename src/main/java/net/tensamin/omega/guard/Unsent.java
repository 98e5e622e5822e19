package net.tensamin.omega.guard;

import java.time.Duration;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.NIOConnection;

/** What waits for the client of a connection to be taken, and how fast it takes it. */
final class Unsent {
    private final NIOConnection connection;
    private final Watch watch;
    private final Pace pace;

    Unsent(Connection<?> connection, Watch watch, Pace pace) {
        this.connection = (NIOConnection) connection;
        this.watch = watch;
        this.pace = pace;
    }

    int bytes() {
        return connection.getAsyncWriteQueue().spaceInBytes();
    }

    /** The client has taken so much of it. */
    void took(long bytes) {
        watch.wrote();
        pace.took(bytes);
    }

    /** Something is about to be written. */
    void writes() {
        if (bytes() == 0) {
            watch.wrote();
            pace.look(false);
        }
    }

    /** Time has passed. To be called now and then. */
    void look() {
        boolean waits = bytes() > 0;
        if (!waits) {
            watch.wrote();
        }
        pace.look(waits);
    }

    boolean isTooSlow() {
        return pace.isTooSlow();
    }

    /** For how long something has been waiting, without a break. */
    Duration awaited() {
        pace.look(bytes() > 0);
        return pace.awaited();
    }
}
