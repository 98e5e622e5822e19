package net.tensamin.omega.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreachesTest {
    private static final Setting<Rate> LIMIT = Rate.setting("omega.test.limit", new Rate(1, Duration.ofSeconds(1)), "");

    private final Logger log = Logger.getLogger(Breaches.class.getName());
    private final List<String> lines = new ArrayList<>();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private long nanos;
    private final Counter counter = new Meters().counter("omega_test_refused_total", "Refused in a test");
    private final Breaches breaches = new Breaches(LIMIT, "it is refused", counter, () -> nanos);

    @BeforeEach
    void listen() {
        log.setUseParentHandlers(false);
        log.addHandler(recorder);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(recorder);
        log.setUseParentHandlers(true);
    }

    @Test
    void eachIsCountedAndLoggedOnceAMinute() {
        for (int i = 0; i < 1_000; i++) {
            breaches.by(Source.ofAddress("192.0.2.1"));
        }
        nanos += Duration.ofSeconds(59).toNanos();
        breaches.by(Source.ofAddress("192.0.2.1"));
        assertEquals(1_001, counter.sum());
        assertEquals(
                List.of(
                        "192.0.2.1 exceeds omega.test.limit: it is refused; 1 times since the start, all sources together"),
                lines);

        nanos += Duration.ofSeconds(1).toNanos();
        breaches.by(Source.ofAddress("192.0.2.1"));
        assertEquals(2, lines.size());
    }

    @Test
    void manySourcesDoNotFillTheLog() {
        for (int i = 0; i < 10_000; i++) {
            breaches.by(new Source(i * 0x9e3779b97f4a7c15L, "somebody"));
        }
        assertEquals(10_000, counter.sum());
        assertEquals(Breaches.LINES_A_MINUTE, lines.size());
    }
}
