package net.tensamin.omega.quic.tls;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where to send to a client whose NAT may forget it and give it another port (RFC 9000 §9.3). Only authentic packets move it,
 * only the latest one, and only to another port of the same host. A new port gets three times what came from it (§8), until
 * it has answered a challenge (§8.2); if it never does, the former is used again. Thread-safe.
 */
final class ClientPath {
    private static final int CHALLENGE_DATAGRAM = 1252; // §8.2.1: 1200 at least, and what else there is to send
    private static final int AMPLIFICATION = 3; // §8
    private static final int MOST_CHALLENGES = 8;
    private static final long BETWEEN_CHALLENGES = Duration.ofMillis(500).toNanos();
    private static final long TRIAL = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanos;
    private final Supplier<byte[]> unpredictable;
    private final List<byte[]> challenges = new ArrayList<>();
    private InetSocketAddress proven;
    private InetSocketAddress current;
    private long latestPacket = -1;
    private long allowedBytes;
    private long movedNanos;
    private boolean moved;
    private long challengedNanos;

    /** @param unpredictable gives 8 bytes that nobody can guess */
    ClientPath(InetSocketAddress client, LongSupplier nanos, Supplier<byte[]> unpredictable) {
        this.proven = client;
        this.current = client;
        this.nanos = nanos;
        this.unpredictable = unpredictable;
    }

    /** Whether a packet from there can be worth decrypting. */
    synchronized boolean mayBe(InetSocketAddress from) {
        return from.getAddress().equals(proven.getAddress());
    }

    /**
     * An authentic packet came that is more than a probe (§9.1).
     *
     * @return a challenge to send, if it is time for one
     */
    synchronized Optional<byte[]> received(InetSocketAddress from, long packetNumber, int bytes) {
        if (packetNumber > latestPacket) {
            latestPacket = packetNumber;
            moveTo(from);
        }
        if (!from.equals(current) || current.equals(proven)) {
            return Optional.empty();
        }
        allowedBytes += (long) AMPLIFICATION * bytes;
        return allowedBytes >= CHALLENGE_DATAGRAM ? challenge() : Optional.empty();
    }

    private void moveTo(InetSocketAddress address) {
        if (!address.equals(current) && mayBe(address)) {
            current = address;
            allowedBytes = 0;
            challenges.clear();
            movedNanos = nanos.getAsLong();
            moved = true;
        }
    }

    private Optional<byte[]> challenge() {
        long now = nanos.getAsLong();
        boolean soon = !challenges.isEmpty() && now - challengedNanos < BETWEEN_CHALLENGES;
        if (soon || challenges.size() == MOST_CHALLENGES) {
            return Optional.empty();
        }
        challengedNanos = now;
        challenges.add(unpredictable.get());
        return Optional.of(challenges.get(challenges.size() - 1));
    }

    /** A challenge was answered; which way the answer came does not matter (§8.2.3). */
    synchronized void answered(byte[] challenge) {
        if (challenges.stream().anyMatch(sent -> Arrays.equals(sent, challenge))) {
            proven = current;
            challenges.clear();
        }
    }

    /** Whether the client was ever somewhere else than where it began. */
    synchronized boolean hasMoved() {
        return moved;
    }

    /** Where a datagram of that size may be sent now; nowhere if that would amplify what may be somebody else's packets. */
    synchronized Optional<InetSocketAddress> destination(int bytes) {
        if (!current.equals(proven) && nanos.getAsLong() - movedNanos > TRIAL) {
            current = proven;
        }
        if (current.equals(proven)) {
            return Optional.of(current);
        }
        if (allowedBytes < bytes) {
            return Optional.empty();
        }
        allowedBytes -= bytes;
        return Optional.of(current);
    }
}
