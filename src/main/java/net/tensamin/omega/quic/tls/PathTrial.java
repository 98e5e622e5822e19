package net.tensamin.omega.quic.tls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.tensamin.omega.quic.tls.ClientPaths.Challenge;

/**
 * One attempt to prove that a client is reached on a path, and that datagrams of 1,200 bytes are (RFC 9000 §8.2). As long as its address
 * is not proven it is sent no more than three times what came from there (§8); if that is too little for a large datagram, a small
 * one asks first.
 */
final class PathTrial {
    static final int LARGE = 1200; // §8.2.1
    static final int AMPLIFICATION = 3; // §8

    static final int SMALL = 64; // a header, a challenge and a tag
    private static final int PATIENCES = 3; // §8.2.4

    private final Path path;
    private final Supplier<byte[]> unpredictable;
    private final LongSupplier nanos;
    private final long patienceNanos;
    private final long begunNanos;
    private final List<Challenge> challenges = new ArrayList<>(1);
    private long allowed;
    private boolean proven;
    private long nextNanos;

    /** @param patience after which an unanswered challenge is repeated */
    PathTrial(Path path, Supplier<byte[]> unpredictable, LongSupplier nanos, Duration patience) {
        this.path = path;
        this.unpredictable = unpredictable;
        this.nanos = nanos;
        this.patienceNanos = patience.toNanos();
        this.begunNanos = nanos.getAsLong();
        this.nextNanos = begunNanos;
    }

    Path path() {
        return path;
    }

    void received(int bytes) {
        allowed += (long) AMPLIFICATION * bytes;
    }

    /** Its address needs no proof. */
    void proven() {
        proven = true;
    }

    /** Takes of so many bytes those that may be sent. */
    int take(int bytes) {
        int taken = proven ? bytes : (int) Math.min(bytes, allowed);
        allowed -= taken;
        return taken;
    }

    /** @return whether all is proven now */
    boolean answered(byte[] challenge) {
        Optional<Challenge> sent = challenges.stream()
                .filter(each -> Arrays.equals(each.data(), challenge))
                .findFirst();
        if (sent.isPresent()) {
            proven = true;
            nextNanos = nanos.getAsLong(); // a large one, if that was small
        }
        return sent.filter(each -> each.bytes() >= LARGE).isPresent();
    }

    /** A challenge to send, if it is time for one and there is room. */
    Optional<Challenge> next() {
        if (nanos.getAsLong() - nextNanos < 0) {
            return Optional.empty();
        }
        if (!proven && allowed < SMALL) {
            return Optional.empty(); // until more comes
        }
        Challenge challenge = new Challenge(path, unpredictable.get(), take(LARGE));
        challenges.add(challenge);
        nextNanos = nanos.getAsLong() + patienceNanos;
        return Optional.of(challenge);
    }

    boolean isOver() {
        return nanos.getAsLong() - endNanos() >= 0;
    }

    private long endNanos() {
        return begunNanos + PATIENCES * patienceNanos;
    }

    /** When to look again. */
    long nextNanos() {
        return nextNanos - nanos.getAsLong() > 0 ? Math.min(nextNanos, endNanos()) : endNanos();
    }
}
