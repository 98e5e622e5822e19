package net.tensamin.omega.outage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ejb.EJBException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;

class ServerNoiseTest {
    private static final String EJB = "jakarta.enterprise.ejb.container";
    private static final String POOL = "jakarta.enterprise.resource.resourceadapter.com.sun.enterprise.connectors";
    private static final String OURS = "net.tensamin.omega.mailbox.Committer";
    private static final Exception AWAY = new RuntimeException(new SQLException("refused", "08001"));
    private static final Exception LOCKED = new RuntimeException(new SQLException("lock", "55P03"));

    private long nanos;
    private final OutageLog outage = new OutageLog(() -> nanos);
    private final ServerNoise noise = new ServerNoise(Optional.empty(), outage);

    @Test
    void stacksOfAnOutageAreNotLoggedWhoeverSaysThem() {
        assertFalse(noise.isLoggable(line(EJB, AWAY)));
        assertFalse(noise.isLoggable(line(OURS, AWAY)));
    }

    @Test
    void theServerSaysNothingOfALockedRowAndWeMay() {
        assertFalse(noise.isLoggable(line(EJB, LOCKED)));
        assertTrue(noise.isLoggable(line(OURS, LOCKED)));
    }

    @Test
    void whatThePoolSaysInWordsIsLoggedOutsideAnOutageOnly() {
        assertTrue(noise.isLoggable(line(POOL, null)));
        try (CapturedLog silent = new CapturedLog(OutageLog.class)) {
            outage.failed(AWAY);
            assertFalse(noise.isLoggable(line(POOL, null)));
            assertFalse(noise.isLoggable(line(EJB, null)));
            assertFalse(noise.isLoggable(line(EJB, new EJBException(new XAException("its cause is lost")))));
            assertTrue(noise.isLoggable(line(EJB, new EJBException(new IllegalStateException("a bug")))));
            assertTrue(noise.isLoggable(line(OURS, null)));
            assertFalse(noise.isLoggable(line(OURS, LOCKED)), "of the outage, most likely");
            nanos += Duration.ofMinutes(1).toNanos();
            outage.succeeded();
            assertTrue(noise.isLoggable(line(POOL, null)), () -> silent.lines().toString());
        }
    }

    @Test
    void anythingElsePasses() {
        assertTrue(noise.isLoggable(line(EJB, new IllegalStateException("a bug"))));
        assertTrue(noise.isLoggable(line(null, new SQLException("duplicate", "23505"))));
        assertFalse(new ServerNoise(Optional.of(record -> false), outage).isLoggable(line(OURS, null)));
    }

    private static LogRecord line(String logger, Throwable thrown) {
        LogRecord line = new LogRecord(Level.SEVERE, "something");
        line.setLoggerName(logger);
        line.setThrown(thrown);
        return line;
    }
}
