package net.tensamin.omega.guard;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ssl.SSLConnectionContext;
import org.glassfish.grizzly.ssl.SSLUtils;

/**
 * The buffer that Grizzly wrote TLS into last: it keeps that of each connection (25 KiB) until it writes there again, and by then has another one. Thread-safe.
 */
final class WrittenBuffer {
    private static final Logger LOG = System.getLogger(WrittenBuffer.class.getName());
    private static final Field KEPT = kept();

    private WrittenBuffer() {}

    /** Null if this Grizzly has it in another way. */
    private static Field kept() {
        try {
            Field kept = SSLConnectionContext.class.getDeclaredField("lastOutputBuffer");
            kept.setAccessible(true);
            return kept;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING, "each connection of HTTPS that waits takes 25 KiB more than it needs to", e);
            return null;
        }
    }

    /** Grizzly keeps it no longer. Waits while something is written there, so it is to be called while nothing is. */
    static void release(Connection<?> connection) {
        SSLConnectionContext tls = SSLUtils.getSslConnectionContext(connection);
        if (tls == null || KEPT == null) {
            return;
        }
        synchronized (connection) { // as Grizzly does from before it makes one until it has written that or a copy
            try {
                KEPT.set(tls, null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
