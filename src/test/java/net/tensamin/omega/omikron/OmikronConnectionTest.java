package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OmikronConnectionTest {
    private static final int LIMIT = 20;
    private static final OmikronSettings SETTINGS = new OmikronSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(30), LIMIT, new Rate(1_000_000, Duration.ofSeconds(1)));
    private static final String PING = "{\"type\":\"ping\",\"x\":\"" + "x".repeat(1 << 20) + "\"}";

    private final Queue<Runnable> executor = new ConcurrentLinkedQueue<>();
    private final List<String> sent = new ArrayList<>();
    private final OmikronConnection connection =
            new OmikronConnection(new Recorder(), executor::add, new NobodyKnown(), SETTINGS, breaches(new Meters()));

    @Test
    void framesAreAnsweredByTheThreadThatBringsThem() {
        connection.received("{\"type\":\"ping\"}");

        assertEquals(List.of("pong"), sent);
    }

    @Test
    void whoSendsTooFastIsReadMoreSlowlyAndLosesNothing() {
        Meters meters = new Meters();
        Rate tenAtOnce = new Rate(10, Duration.ofMillis(100));
        OmikronSettings settings = new OmikronSettings(Duration.ofSeconds(5), Duration.ofSeconds(30), LIMIT, tenAtOnce);
        OmikronConnection slowed =
                new OmikronConnection(new Recorder(), executor::add, new NobodyKnown(), settings, breaches(meters));

        for (int i = 0; i < 40; i++) {
            slowed.received("{\"type\":\"ping\"}");
        }

        assertEquals(40, sent.size());
        assertTrue(meters.page().matches("(?s).*\nomega_test_slowed_total [1-9].*"), meters::page);
    }

    /** A bucket that takes a day to fill: without the end it would not be read in this test's time. */
    @ParameterizedTest
    @MethodSource("ends")
    void slowReadingEndsWithTheConnection(Consumer<OmikronConnection> end) throws InterruptedException {
        OmikronSettings settings = new OmikronSettings(
                Duration.ofSeconds(5), Duration.ofSeconds(30), LIMIT, new Rate(1, Duration.ofDays(1)));
        OmikronConnection slowed = new OmikronConnection(
                new Recorder(), executor::add, new NobodyKnown(), settings, breaches(new Meters()));
        slowed.received("{\"type\":\"ping\"}");
        Thread reading = new Thread(() -> slowed.received("{\"type\":\"ping\"}"), "reads the socket");
        reading.start();
        Awaitility.await().until(() -> reading.getState() == Thread.State.TIMED_WAITING);

        end.accept(slowed);

        reading.join(30_000);
        assertFalse(reading.isAlive());
    }

    private static Breaches breaches(Meters meters) {
        return new Breaches(
                OmikronSettings.MESSAGES,
                "it is slowed",
                meters.counter("omega_test_slowed_total", "Slowed in a test"),
                System::nanoTime);
    }

    @Test
    void framesWaitForWorkThatIsUnderWay() {
        beBusy();
        connection.received("{\"type\":\"ping\"}");
        assertEquals(List.of(), sent);

        work();

        assertEquals(List.of("pong"), sent);
    }

    @Test
    void whoHasTooMuchUnansweredIsNotReadUntilAnswersCatchUp() throws InterruptedException {
        beBusy();
        for (int i = 1; i < LIMIT; i++) {
            connection.received("{\"type\":\"ping\"}");
        }
        Thread reading = read("{\"type\":\"ping\"}");
        awaitPause(reading);
        assertEquals(List.of(), sent, "nothing is dropped or refused");

        executor.remove().run();

        reading.join(30_000);
        assertFalse(reading.isAlive());
        assertEquals(LIMIT, sent.size());
    }

    @Test
    void longFramesPauseReadingEarlier() throws InterruptedException {
        beBusy();
        int taken = OmikronConnection.BOUND / PING.length();
        for (int i = 0; i < taken; i++) {
            connection.received(PING);
        }
        Thread reading = read(PING);
        awaitPause(reading);

        executor.remove().run();

        reading.join(30_000);
        assertFalse(reading.isAlive());
        assertEquals(taken + 1, sent.size());
    }

    static Stream<Consumer<OmikronConnection>> ends() {
        return Stream.of(
                OmikronConnection::ended,
                OmikronConnection::goAway,
                connection -> connection.close(Closing.INTERNAL_ERROR));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void pauseEndsWithTheConnection(Consumer<OmikronConnection> end) throws InterruptedException {
        beBusy();
        for (int i = 1; i < LIMIT; i++) {
            connection.received("{\"type\":\"ping\"}");
        }
        Thread reading = read("{\"type\":\"ping\"}");
        awaitPause(reading);

        end.accept(connection);

        reading.join(30_000);
        assertFalse(reading.isAlive());
    }

    private Thread read(String frame) {
        Thread reading = new Thread(() -> connection.received(frame), "reads the socket");
        reading.start();
        return reading;
    }

    private static void awaitPause(Thread reading) {
        Awaitility.await().until(() -> reading.getState() == Thread.State.WAITING);
    }

    @Test
    void whatIsAnsweredDoesNotCount() {
        for (int i = 0; i < 2 * OmikronConnection.BOUND / PING.length(); i++) {
            connection.received(PING);
            work();
        }

        assertTrue(sent.stream().allMatch("pong"::equals));
    }

    @Test
    void closeComesAfterTheAnswersAndNothingIsHeardAfterIt() {
        beBusy();
        connection.received("{\"type\":\"ping\"}");
        connection.close(Closing.TEXT_ONLY);
        connection.received("{\"type\":\"ping\"}");
        connection.close(Closing.INTERNAL_ERROR);
        work();

        assertEquals(List.of("pong", "TEXT_ONLY"), sent);
    }

    @Test
    void serverThatIsDrainedAnswersWhatItHeardAndHearsNoMore() {
        beBusy();
        connection.received("{\"type\":\"ping\"}");
        connection.hearNoMore();
        connection.received("{\"type\":\"ping\"}");
        assertFalse(connection.isAnswered());

        work();

        assertTrue(connection.isAnswered());
        connection.goAway();
        assertEquals(List.of("pong", "GOING_AWAY"), sent);
    }

    @Test
    void serverThatStopsClosesAtOnce() {
        beBusy();
        connection.received("{\"type\":\"ping\"}");

        connection.goAway();

        assertEquals(List.of("GOING_AWAY"), sent);
    }

    @Test
    void omikronThatDoesNotEndTheConnectionAfterTheGoodbyeIsCut() {
        connection.close(Closing.SILENT);
        work();
        for (int i = 1; i < OmikronConnection.TICKS_TO_PART; i++) {
            connection.tick();
        }
        assertEquals(List.of("SILENT"), sent);

        connection.tick();

        assertEquals(List.of("SILENT", "end"), sent);
    }

    @Test
    void ticksDoNotPileUp() {
        for (int i = 0; i < 100; i++) {
            connection.tick();
        }
        assertEquals(1, executor.size());

        work();
        connection.tick();

        assertEquals(1, executor.size());
    }

    @Test
    void nothingIsAnsweredOnceTheSocketHasEnded() {
        connection.ended();
        connection.received("{\"type\":\"ping\"}");
        connection.tick();
        work();

        assertEquals(List.of(), sent);
    }

    /** A task of the link waits for its thread, and with it all that comes. */
    private void beBusy() {
        connection.tick();
    }

    private void work() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    private final class Recorder implements OmikronConnection.Socket {
        private boolean saidGoodbye;

        @Override
        public void send(List<String> frames) {
            if (!saidGoodbye) {
                frames.forEach(frame -> sent.add(frame.replaceAll(".*\"type\":\"([a-z_]+)\".*", "$1")));
            }
        }

        @Override
        public void close(Closing closing) {
            if (!saidGoodbye) {
                sent.add(closing.name());
            }
            saidGoodbye = true;
        }

        @Override
        public boolean saidGoodbye() {
            return saidGoodbye;
        }

        @Override
        public void end() {
            sent.add("end");
        }
    }

    private static final class NobodyKnown implements Admission {
        @Override
        public Optional<byte[]> keyOf(OmikronId omikron) {
            return Optional.empty();
        }

        @Override
        public Admitted admit(OmikronId omikron) {
            throw new IllegalStateException("nobody can have identified");
        }
    }
}
