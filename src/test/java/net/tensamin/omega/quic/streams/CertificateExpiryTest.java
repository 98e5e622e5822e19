package net.tensamin.omega.quic.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import net.tensamin.omega.quic.turns.SimulatedWorkers;
import net.tensamin.omega.quic.turns.Turn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificateExpiryTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SimulatedWorkers workers = new SimulatedWorkers();
    private final Turn turn = new Turn(workers);
    private final Instant beginning = workers.clock().instant();
    private Duration clockIsAhead = Duration.ZERO;
    private int told;

    @BeforeEach
    void begin() {
        turn.begin(new Turn.Owner() {
            @Override
            public void failed(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            public long settle(boolean visit) {
                return -1;
            }
        });
        workers.runAll();
    }

    private CertificateExpiry after(Duration validity) {
        ScheduledExecutorService timers = turn.timers();
        CertificateExpiry expiry = new CertificateExpiry(settable(), timers, beginning.plus(validity), () -> told++);
        expiry.start();
        workers.runAll();
        return expiry;
    }

    private Clock settable() {
        InstantSource source = () -> workers.clock().instant().plus(clockIsAhead);
        return source.withZone(workers.clock().getZone());
    }

    private void pass(Duration time) {
        workers.advance(time);
        workers.runAll();
    }

    @Test
    void itIsToldOnceAfterTheLastMomentOfValidity() {
        after(HOUR.multipliedBy(30));
        pass(HOUR.multipliedBy(30));
        assertEquals(0, told, "valid to the last");
        pass(Duration.ofSeconds(1));
        assertEquals(1, told);
        pass(HOUR.multipliedBy(30));
        assertEquals(1, told);
    }

    @Test
    void whatHasExpiredDuringTheHandshakeIsToldAtOnce() {
        after(HOUR.negated());
        pass(Duration.ofSeconds(1));
        assertEquals(1, told);
    }

    @Test
    void aClockThatIsSetIsSeenWithinAnHour() {
        after(HOUR.multipliedBy(1_000));
        clockIsAhead = HOUR.multipliedBy(1_000);
        pass(HOUR.plusSeconds(1));
        assertEquals(1, told);
    }

    @Test
    void aClockThatIsSetBackGivesMoreTime() {
        after(HOUR);
        clockIsAhead = Duration.ofMinutes(-30);
        pass(HOUR.plusSeconds(1));
        assertEquals(0, told);
        pass(HOUR.dividedBy(2));
        assertEquals(1, told);
    }

    @Test
    void onceCancelledNothingIsTold() {
        after(HOUR).cancel();
        pass(HOUR.multipliedBy(2));
        assertEquals(0, told);
    }
}
