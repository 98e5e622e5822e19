package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import net.tensamin.omega.account.OmikronId;
import org.junit.jupiter.api.Test;

class OmikronConnectionTest {
    private static final OmikronSettings SETTINGS = new OmikronSettings(Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final String PING = "{\"type\":\"ping\",\"x\":\"" + "x".repeat(1 << 20) + "\"}";

    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final OmikronConnection connection =
            new OmikronConnection(new Recorder(), executor::add, new NobodyKnown(), SETTINGS);

    @Test
    void framesAreAnsweredByTheExecutor() {
        connection.received("{\"type\":\"ping\"}");
        assertEquals(List.of(), sent);

        work();

        assertEquals(List.of("pong"), sent);
    }

    @Test
    void omikronThatDoesNotWaitForAnswersIsClosedOnceTheyAreGiven() {
        int taken = OmikronConnection.BOUND / PING.length();
        for (int i = 0; i < 2 * taken; i++) {
            connection.received(PING);
        }
        work();

        assertEquals(taken + 1, sent.size());
        assertEquals("SENDS_TOO_FAST", sent.get(taken));
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
        connection.received("{\"type\":\"ping\"}");
        connection.close(Closing.TEXT_ONLY);
        connection.received("{\"type\":\"ping\"}");
        connection.close(Closing.INTERNAL_ERROR);
        work();

        assertEquals(List.of("pong", "TEXT_ONLY"), sent);
    }

    @Test
    void serverThatStopsClosesAtOnce() {
        connection.received("{\"type\":\"ping\"}");

        connection.goAway();

        assertEquals(List.of("GOING_AWAY"), sent);
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

    private void work() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    private final class Recorder implements LinkOutbox.Socket {
        @Override
        public void send(String frame, Runnable left) {
            sent.add(frame.replaceAll(".*\"type\":\"([a-z_]+)\".*", "$1"));
            left.run();
        }

        @Override
        public void close(Closing closing) {
            sent.add(closing.name());
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
