package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
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
