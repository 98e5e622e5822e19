package net.tensamin.omega.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import net.tensamin.omega.testing.OwnThread;

/** Asks a server something once a second, one question at a time, and waits for no answer. Not thread-safe. */
final class Question {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Runnable question;
    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
    private long askedNanos = System.nanoTime();

    /** @param question asks, waits for the answer, and notes it; in a thread of its own */
    Question(Runnable question) {
        this.question = question;
    }

    /** To be called often. */
    void ask() {
        long now = System.nanoTime();
        if (asked.isDone() && now - askedNanos >= BETWEEN.toNanos()) {
            askedNanos = now;
            asked = OwnThread.run(question);
        }
    }
}
