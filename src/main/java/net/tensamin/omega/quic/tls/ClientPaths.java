package net.tensamin.omega.quic.tls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where to send to a client that may move (RFC 9000 §9): to the path that is proven. The latest packet that is more than a probe has
 * the path on which it came challenged, and the one in use too (§9.3.3), on which a client that is still there answers with more
 * than a probe; that takes it back. One that was left a moment ago is challenged like any other: its address can be forged, and
 * nobody may be there any more. For the turns of one connection.
 */
final class ClientPaths {
    /** For how long the address of a path that was left need not be proven again, so that it gets a large challenge at once (§9.3). */
    static final Duration FAMILIAR = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private final Supplier<byte[]> unpredictable;
    private volatile Path active; // is asked for elsewhere, too
    private Path former;
    private long leftNanos;
    private PathTrial trial;
    private PathTrial stay;
    private long latestPacket = -1;

    /** @param unpredictable gives 8 bytes that nobody can guess */
    ClientPaths(Path first, LongSupplier nanos, Supplier<byte[]> unpredictable) {
        this.active = first;
        this.nanos = nanos;
        this.unpredictable = unpredictable;
    }

    /** A challenge to send on a path, in a datagram of that many bytes. */
    record Challenge(Path path, byte[] data, int bytes) {}

    Path active() {
        return active;
    }

    /** The path in use, and the one to which the client may be about to come. */
    List<Path> inUse() {
        return trial == null ? List.of(active) : List.of(active, trial.path());
    }

    /** Whether the client may be about to come to that path; what is sent on it must then have an id of its own (§9.5). */
    boolean isTried(Path path) {
        return trial != null && trial.path().equals(path);
    }

    /**
     * An authentic packet came.
     *
     * @param bytes of its datagram
     * @param probe whether all its frames are such as do not move the client (§9.1)
     * @param patience after which an unanswered challenge is repeated
     */
    void received(Path path, long packetNumber, int bytes, boolean probe, Supplier<Duration> patience) {
        if (isTried(path)) {
            trial.received(bytes);
        }
        if (probe || packetNumber <= latestPacket) {
            return;
        }
        latestPacket = packetNumber;
        if (path.equals(active)) {
            trial = null; // it is there, whoever else sends what it sent
            stay = null;
            return;
        }
        if (!isTried(path)) {
            trial = new PathTrial(path, unpredictable, nanos, patience.get());
            trial.received(bytes);
            if (path.equals(former) && nanos.getAsLong() - leftNanos < FAMILIAR.toNanos()) {
                trial.proven();
            }
            stay = new PathTrial(active, unpredictable, nanos, patience.get());
            stay.proven();
        }
    }

    /**
     * A challenge was answered; which way the answer came does not matter (§8.2.3).
     *
     * @return the path that was in use, if another is now
     */
    Optional<Path> answered(byte[] challenge) {
        if (stay != null && stay.answered(challenge)) {
            stay = null;
        }
        return trial != null && trial.answered(challenge) ? Optional.of(moveTo(trial.path())) : Optional.empty();
    }

    private Path moveTo(Path path) {
        former = active;
        leftNanos = nanos.getAsLong();
        active = path;
        trial = null;
        return former;
    }

    /** What is to be sent now. To be called after each packet, and at the time of {@link #nextNanos}. */
    List<Challenge> due() {
        if (trial != null && trial.isOver()) {
            trial = null;
        }
        if (stay != null && stay.isOver()) {
            stay = null;
        }
        List<Challenge> due = new ArrayList<>(2);
        if (trial != null) {
            trial.next().ifPresent(due::add);
        }
        if (stay != null) {
            stay.next().ifPresent(due::add);
        }
        return due;
    }

    /** When something may be due whatever comes; nothing while no path is tried. */
    OptionalLong nextNanos() {
        if (trial == null && stay == null) {
            return OptionalLong.empty();
        }
        long ofTrial = trial == null ? Long.MAX_VALUE : trial.nextNanos();
        return OptionalLong.of(stay == null ? ofTrial : Math.min(ofTrial, stay.nextNanos()));
    }

    /**
     * How many of so many bytes may be sent on a path in answer to a datagram of it (§8.2.2).
     *
     * @param came bytes of that datagram
     */
    int allowed(Path path, int bytes, int came) {
        if (path.equals(active)) {
            return bytes;
        }
        return isTried(path) ? trial.take(bytes) : Math.min(bytes, PathTrial.AMPLIFICATION * came);
    }
}
