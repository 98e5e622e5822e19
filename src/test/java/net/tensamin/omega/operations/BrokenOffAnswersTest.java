package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class BrokenOffAnswersTest {
    private long nanos = Long.MAX_VALUE - 1;
    private final BrokenOffAnswers.Shortened filter = new BrokenOffAnswers.Shortened(() -> nanos);

    @Test
    void aThousandAreALineAMinuteWithoutATrace() {
        LogRecord first = line("jakarta.enterprise.web", gone());
        assertTrue(filter.isLoggable(first));
        assertNull(first.getThrown());
        assertTrue(first.getMessage().contains("Connection reset by peer"), first::getMessage);
        for (int i = 0; i < 1_000; i++) {
            assertFalse(filter.isLoggable(line("jakarta.enterprise.web", new IllegalStateException(gone()))));
        }
        nanos += Duration.ofMinutes(1).toNanos();
        LogRecord next = line("jakarta.enterprise.web", gone());
        assertTrue(filter.isLoggable(next));
        assertTrue(next.getMessage().contains("1002"), next::getMessage);
    }

    @Test
    void everythingElseIsLoggedAsItIs() {
        for (Throwable other : new Throwable[] {
            null,
            new IOException("No space left on device"),
            new IllegalStateException(),
            withFrame(new IOException(), "java.io.File")
        }) {
            LogRecord line = line("jakarta.enterprise.web", other);
            assertTrue(filter.isLoggable(line));
            assertSame(other, line.getThrown());
            assertEquals("said", line.getMessage());
        }
        assertTrue(filter.isLoggable(line("net.tensamin.omega.quic", gone())));
        assertTrue(filter.isLoggable(line("net.tensamin.omega.quic", gone())));
    }

    /** As Payara tells of a connection that the server ended itself, and of a client that it has waited for. */
    @Test
    void whatTheServerEndsIsNoMoreThanWhatAClientEnds() {
        IOException closed = new IOException("Locally closed");
        closed.setStackTrace(new StackTraceElement[0]);
        IOException found =
                withFrame(new IOException("Connection is closed", closed), "org.glassfish.grizzly.nio.NIOConnection");
        IOException late = withFrame(
                new IOException(withFrame(new TimeoutException(), "java.util.concurrent.FutureTask")),
                "org.glassfish.grizzly.http.io.OutputBuffer");

        assertTrue(filter.isLoggable(line("jakarta.enterprise.web", found)));
        assertFalse(filter.isLoggable(line("jakarta.enterprise.web.core", found)));
        assertFalse(filter.isLoggable(line("jakarta.enterprise.web", new IllegalStateException(late))));
    }

    /** As hosts of Payara write it, and what comes of an error that does not reach its client. */
    @Test
    void whatPayaraMakesOfItInItsOwnWordsIsNoMoreEither() {
        LogRecord written = line("jakarta.enterprise.web", null);
        written.setMessage("StandardHostValve@1: Exception processing ErrorPage[errorCode=0, location=/error]\n"
                + "java.io.IOException: Connection is closed\n"
                + "\tat java.base/java.lang.Thread.dumpStack(Thread.java:1)\n"
                + "\tat org.glassfish.grizzly.nio.NIOConnection.assertOpen(NIOConnection.java:427)\n");
        IllegalStateException page = new IllegalStateException("getOutputStream() has already been called");
        page.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.apache.catalina.connector.Response", "getWriter", null, 1),
            new StackTraceElement(
                    "org.apache.catalina.core.ApplicationDispatcherForward", "serveDefaultErrorPage", null, 1)
        });

        assertTrue(filter.isLoggable(written));
        assertTrue(written.getMessage().startsWith("A client left"), written::getMessage);
        assertFalse(filter.isLoggable(line("jakarta.enterprise.web.core", page)));
    }

    @Test
    void whatFailsWhileARequestIsAnsweredIsNotTheClient() {
        IOException disk = new IOException("No space left on device");
        disk.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.io.FileOutputStream", "write", null, 1),
            new StackTraceElement("net.tensamin.omega.embedded.StoreFile", "write", null, 1),
            new StackTraceElement("org.glassfish.grizzly.threadpool.AbstractThreadPool$Worker", "run", null, 1)
        });
        LogRecord line = line("jakarta.enterprise.web", disk);
        assertTrue(filter.isLoggable(line));
        assertSame(disk, line.getThrown());
    }

    private static LogRecord line(String logger, Throwable thrown) {
        LogRecord line = new LogRecord(Level.WARNING, "said");
        line.setLoggerName(logger);
        line.setThrown(thrown);
        return line;
    }

    private static IOException gone() {
        return withFrame(
                new IOException("Connection reset by peer"),
                "org.glassfish.grizzly.nio.transport.TCPNIOAsyncQueueWriter");
    }

    private static <T extends Throwable> T withFrame(T failure, String className) {
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("sun.nio.ch.SocketDispatcher", "write", null, 1),
            new StackTraceElement(className, "write", null, 1)
        });
        return failure;
    }
}
