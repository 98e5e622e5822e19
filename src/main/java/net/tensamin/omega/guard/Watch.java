package net.tensamin.omega.guard;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What a connection is at, and until when it may be. Thread-safe. */
final class Watch {
    /** A link is told goodbye first. That it ends does not end its connection while there is something that it does not take. */
    private static final Duration LINKS_STALL = Duration.ofMinutes(1);

    private final Deadlines deadlines;
    private final LongSupplier nanos;
    private Phase phase;
    private long until;
    private long wrote;

    /** In which a connection is. */
    enum Phase {
        HANDSHAKE,
        IDLE,
        HEAD,
        BODY,
        /** Its request is answered: that takes as long as it takes. */
        SERVICE,
        /** It is a WebSocket, and has its own rules. */
        OPEN,
        /** It has had its last answer. */
        FAREWELL
    }

    Watch(Deadlines deadlines, LongSupplier nanos) {
        this.deadlines = deadlines;
        this.nanos = nanos;
        this.wrote = nanos.getAsLong();
        enter(Phase.HANDSHAKE);
    }

    synchronized Phase phase() {
        return phase;
    }

    /** Its time begins, unless it is there already, or has said its last. */
    synchronized void enter(Phase next) {
        if (phase != next && phase != Phase.FAREWELL) {
            phase = next;
            until = nanos.getAsLong() + patience(next).toNanos();
        }
    }

    /** From one to another only; what else it is at stays so. */
    synchronized void change(Phase from, Phase to) {
        if (phase == from) {
            enter(to);
        }
    }

    /** The client has taken something, or there was nothing to take until now. */
    synchronized void wrote() {
        wrote = nanos.getAsLong();
    }

    synchronized boolean isLate() {
        return nanos.getAsLong() - until >= 0;
    }

    /** Whether a client that has something to take has taken nothing for too long. */
    synchronized boolean isStalled() {
        Duration patience = phase == Phase.OPEN ? LINKS_STALL : deadlines.stall();
        return nanos.getAsLong() - wrote >= patience.toNanos();
    }

    private Duration patience(Phase in) {
        return switch (in) {
            case HANDSHAKE -> deadlines.handshake();
            case IDLE -> deadlines.idle();
            case HEAD -> deadlines.head();
            case BODY -> deadlines.body();
            case FAREWELL -> deadlines.farewell();
            default -> Duration.ofDays(365);
        };
    }
}
