package net.tensamin.omega.cli.client;

import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When a session asks for the amounts, and what the answer is worth: what changed after the question was sent may be newer
 * than the answer, so that only a later answer says how much there is. One question is open at a time.
 */
final class Question {
    /** However many pushes come, a device asks so often at most. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final Set<Long> changed = new HashSet<>();
    private boolean wanted;
    private boolean open;
    private boolean answered;
    private long notBeforeNanos;

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

    void asked(long nowNanos) {
        wanted = false;
        open = true;
        changed.clear();
        notBeforeNanos = nowNanos + PAUSE.toNanos();
    }

    /** Something of this sender changed. */
    void changed(long sender) {
        changed.add(sender);
    }

    /** Those that changed since it was asked. */
    Set<Long> changedSince() {
        return Set.copyOf(changed);
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
