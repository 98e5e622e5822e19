package net.tensamin.omega.cli.client;

import java.time.Duration;
import java.util.OptionalLong;

/** When a session asks for all that is pending. One question is open at a time. */
final class Question {
    /** However much is in doubt, a device asks so often at most. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private boolean wanted;
    private boolean open;
    private boolean answered;
    private long notBeforeNanos;
    private long known;

    Question(long nowNanos) {
        this.notBeforeNanos = nowNanos;
    }

    void want() {
        wanted = true;
    }

    boolean due(long nowNanos) {
        return wanted && !open && nowNanos - notBeforeNanos >= 0;
    }

    OptionalLong dueNanos() {
        return wanted && !open ? OptionalLong.of(notBeforeNanos) : OptionalLong.empty();
    }

    /** @param revision the mailbox's that is known: no answer is older, unless Omega was set back */
    void asked(long nowNanos, long revision) {
        wanted = false;
        open = true;
        known = revision;
        notBeforeNanos = nowNanos + PAUSE.toNanos();
    }

    /** Whether the answer is older than what was known when it was asked for. */
    boolean setBack(Snapshot answer) {
        return answer.revision().orElse(known) < known;
    }

    void answer() {
        open = false;
        answered = true;
    }

    void failed() {
        open = false;
        wanted = true;
    }

    /** Whether any was answered in this session. */
    boolean answered() {
        return answered;
    }
}
