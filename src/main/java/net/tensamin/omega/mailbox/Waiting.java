package net.tensamin.omega.mailbox;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One submission and what comes of it: done once its transaction has committed. */
final class Waiting extends CompletableFuture<Void> {
    private final Submission submission;
    private final Consumer<Waiting> leave;
    private final CompletableFuture<Void> overtaken = new CompletableFuture<>();
    private int failures;

    /** @param leave is told if it is withdrawn */
    Waiting(Submission submission, Consumer<Waiting> leave) {
        this.submission = submission;
        this.leave = leave;
    }

    Submission submission() {
        return submission;
    }

    /** Done when later ones no longer wait for it, as its user's mailbox is locked. */
    CompletableFuture<Void> overtaken() {
        return overtaken;
    }

    /** It failed alone; returns how often it has by now. */
    int failed() {
        return ++failures;
    }

    /** What no batch holds yet is then not done at all. */
    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        leave.accept(this);
        return cancelled;
    }
}
