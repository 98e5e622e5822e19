package net.tensamin.omega.faults;

import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.testing.OmegaProcess;

/** Asks a server once a second whether it is ready, and waits for no answer. Not thread-safe. */
final class Readiness {
    private static final int UNAVAILABLE = 503;
    private static final int NO_ANSWER = 0;

    private final OmegaProcess server;
    private final long begunNanos = System.nanoTime();
    private final Question question = new Question(this::note);
    private volatile boolean answered;
    private volatile Optional<Duration> lostAfter = Optional.empty();

    Readiness(OmegaProcess server) {
        this.server = server;
    }

    /** To be called often. */
    void ask() {
        if (lostAfter.isEmpty()) {
            question.ask();
        }
    }

    private void note() {
        int status = server.readiness();
        answered = answered || status != NO_ANSWER;
        if (status == UNAVAILABLE) {
            lostAfter = Optional.of(Duration.ofNanos(System.nanoTime() - begunNanos));
        }
    }

    /** Whether the server said in time that it is not; a server that answers nothing is not asked for more. */
    boolean isToldWithin(Duration time) {
        return !answered
                || lostAfter.filter(after -> after.compareTo(time) <= 0).isPresent();
    }

    /** The first answer that it is not, after the beginning. */
    Optional<Duration> lostAfter() {
        return lostAfter;
    }
}
