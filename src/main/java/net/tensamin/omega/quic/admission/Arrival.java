package net.tensamin.omega.quic.admission;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.quic.tls.FirstFlight;
import net.tensamin.omega.quic.tls.Path;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;

/** A client that has no connection yet: what it has sent, and what the gate gave it. {@link WaitingRoom} guards it. */
final class Arrival {
    /** How long a client waits at most for a first answer: that of netty, the longest known to us. */
    static final Duration LONGEST_PATIENCE = Duration.ofSeconds(30);

    /** What a handshake may take when there are many: one that is begun later ends when its client is gone. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    /** A ClientHello takes a datagram or two; of more, the latest are kept, by which the client measures the round trip time. */
    private static final int MOST_KEPT = 2;

    private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos(); // RFC 9002 §6.2.2
    private static final int ONE_LOST = 3; // each pause is twice as long (§6.2.1), and one repetition may get lost

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final byte[] originalId;
    private final String id;
    private final Gate.Pass pass;
    private final Deque<Datagram> kept = new ArrayDeque<>(MOST_KEPT);
    private final long cameNanos;
    private long heardNanos;
    private Datagram latest;
    private FirstFlight flight;
    private String ownId;
    private int looked;
    private int counted;

    Arrival(Datagram first, Gate.Pass pass, long nowNanos) {
        this.path = first.path();
        this.originalId = first.destinationId();
        this.id = Datagram.key(originalId);
        this.pass = pass;
        this.cameNanos = nowNanos;
        add(first, nowNanos);
    }

    Gate.Pass pass() {
        return pass;
    }

    Source source() {
        return Source.of(path.peer().getAddress());
    }

    boolean isProven() {
        return pass.originalId().isPresent();
    }

    /** The source for which it counts among handshakes that are under way. */
    Source party() {
        return isProven() ? source() : HalfOpen.UNPROVEN;
    }

    /** Whether there is something that nobody has looked at. */
    boolean isWaiting() {
        return !kept.isEmpty();
    }

    /** The connection id that the client made up, or was given by a Retry. */
    String id() {
        return id;
    }

    /** The same, which it uses until it has been answered. */
    byte[] originalId() {
        return originalId.clone();
    }

    /** What it sent last. */
    Datagram latest() {
        return latest;
    }

    void add(Datagram datagram, long nowNanos) {
        heard(nowNanos);
        latest = datagram;
        if (kept.size() == MOST_KEPT) {
            kept.removeFirst();
        }
        kept.addLast(datagram);
    }

    /**
     * Looks at what came since the last time, the latest first: mostly it is all there is to know. To be called by the thread that has called
     * this client.
     */
    FirstFlight.State open(List<Datagram> datagrams, Logger log) {
        if (flight == null) {
            byte[] ownId = new byte[Datagram.OWN_ID_LENGTH];
            RANDOM.nextBytes(ownId);
            flight = new FirstFlight(Version.parse(latest.version()), originalId, ownId, log);
        }
        FirstFlight.State state = flight.isComplete() ? FirstFlight.State.COMPLETE : FirstFlight.State.INCOMPLETE;
        for (int i = datagrams.size() - 1; i >= 0 && state != FirstFlight.State.INVALID; i--) {
            state = flight.add(datagrams.get(i).bytes());
        }
        return state;
    }

    /** What it has sent, as far as {@link #open} has looked at it. */
    FirstFlight flight() {
        return flight;
    }

    /** It has heard from the server; it takes no Retry any more then (RFC 9000 §17.2.5.2). To be called by the thread that answered. */
    void answered() {
        ownId = Datagram.key(flight.ownId());
    }

    /** Under what else it is known since it has been answered. */
    Optional<String> ownId() {
        return Optional.ofNullable(ownId);
    }

    /** Something came that is not kept. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    boolean isFrom(Datagram datagram) {
        return path.equals(datagram.path());
    }

    /** What has come since the last time; it is not kept any more. */
    List<Datagram> take() {
        List<Datagram> taken = List.copyOf(kept);
        kept.clear();
        return taken;
    }

    /** Nobody looks at it now. To be called by the thread that did. */
    void putDown() {
        looked = flight == null ? 0 : flight.bytes();
    }

    /** Returns how many bytes more than the last time there are of it. */
    int count() {
        int before = counted;
        counted = looked
                + kept.stream().mapToInt(datagram -> datagram.bytes().limit()).sum();
        return counted - before;
    }

    /** Returns how many bytes were counted. */
    int uncount() {
        int before = counted;
        counted = 0;
        looked = 0;
        return before;
    }

    /**
     * Whether its client is most likely gone, or will be before its handshake is done: a client that is still there repeats itself, after
     * pauses that follow from how long it has waited. If it is there after all, it comes again.
     */
    boolean hasGivenUp(long nowNanos) {
        long waited = heardNanos - cameNanos;
        return nowNanos - heardNanos > ONE_LOST * (waited + FIRST_PAUSE)
                || nowNanos - cameNanos > LONGEST_PATIENCE.minus(HANDSHAKE).toNanos();
    }
}
