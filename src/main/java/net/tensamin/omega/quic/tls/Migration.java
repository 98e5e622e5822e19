package net.tensamin.omega.quic.tls;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.tensamin.omega.quic.tls.ClientPaths.Challenge;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.PathChallengeFrame;
import tech.kwik.core.frame.PathResponseFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.Version;
import tech.kwik.core.packet.ShortHeaderPacket;
import tech.kwik.core.send.TurnSender;

/** Follows a client from path to path (RFC 9000 §9): what {@link ClientPaths} decides, with Kwik's sender and ids. */
final class Migration {
    private static final Duration SHORTEST_PATIENCE =
            Duration.ofSeconds(1); // §8.2.4: of a path of which nothing is known
    private static final int RESPONSE_BYTES = 9; // §19.18
    private static final int MOST_RESPONSES = (PathTrial.LARGE - PathTrial.SMALL) / RESPONSE_BYTES; // in a datagram
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClientPaths paths;
    private final PathIds ids;
    private final TurnSender sender;
    private final Version version;
    private final LongSupplier nanos;
    private final Supplier<ScheduledExecutorService> timers;
    private final Consumer<List<ResetToken>> resetTokens;
    private final Supplier<Duration> patience = this::patience;
    private ScheduledExecutorService timer;
    private boolean called;
    private long calledNanos;
    private Path arriving;
    private int arrivingBytes;
    private final List<QuicFrame> responses = new ArrayList<>(1);
    private boolean settling;
    private boolean ended;
    private List<ResetToken> told = List.of(); // the reset tokens

    /**
     * @param timers to be asked once a path is tried
     * @param resetTokens told of the client's stateless reset tokens when others are in use
     */
    Migration(
            Path first,
            PathIds ids,
            TurnSender sender,
            Version version,
            LongSupplier nanos,
            Supplier<ScheduledExecutorService> timers,
            Consumer<List<ResetToken>> resetTokens) {
        this.paths = new ClientPaths(first, nanos, Migration::unpredictable);
        this.ids = ids;
        this.sender = sender;
        this.version = version;
        this.nanos = nanos;
        this.timers = timers;
        this.resetTokens = resetTokens;
        this.arriving = first;
    }

    private static byte[] unpredictable() {
        byte[] challenge = new byte[8]; // §19.17
        RANDOM.nextBytes(challenge);
        return challenge;
    }

    /** The connection is closed: no probe is sent any more. */
    void end() {
        ended = true;
    }

    /** Where everything is sent except probes. */
    Path active() {
        return paths.active();
    }

    /** What is received next came that way. */
    void arriveOn(Path path, int bytes) {
        arriving = path;
        arrivingBytes = bytes;
    }

    /** An authentic packet came, whose frames are not processed yet. */
    void received(ShortHeaderPacket packet) {
        boolean active = arriving.equals(paths.active());
        if (!ids.received(arriving, active, packet.getDestinationConnectionId())) {
            return; // a client that came with another id and gave none cannot be answered there
        }
        settling |= !active;
        paths.received(arriving, packet.getPacketNumber(), arrivingBytes, isProbe(packet), patience);
    }

    private static boolean isProbe(ShortHeaderPacket packet) {
        for (QuicFrame frame : packet.getFrames()) {
            boolean probing = frame instanceof PathChallengeFrame
                    || frame instanceof PathResponseFrame
                    || frame instanceof NewConnectionIdFrame
                    || frame instanceof Padding; // §9.1
            if (!probing) {
                return false;
            }
        }
        return true;
    }

    private Duration patience() {
        Duration pto = Duration.ofMillis(sender.getPto());
        return pto.compareTo(SHORTEST_PATIENCE) > 0 ? pto : SHORTEST_PATIENCE;
    }

    private void moved(Path from) {
        ids.moved(from, paths.active());
        sender.pathChanged(from.differsInPortOnly(paths.active()));
        settling = true;
    }

    /** To be answered on the path on which it came, which sends nothing else there (§8.2.2), with those of the same packet. */
    void challenged(byte[] data) {
        if (responses.size() < MOST_RESPONSES) {
            responses.add(new PathResponseFrame(version, data));
        }
    }

    /** One datagram, however many challenges one brought: otherwise each byte of a client would send a hundred to a forged address. */
    private void respond() {
        Optional<byte[]> id = ids.on(arriving);
        int bytes = paths.allowed(arriving, PathTrial.LARGE, arrivingBytes);
        if (id.isPresent()) {
            sender.probe(responses, bytes, false, id.get(), arriving::send);
        }
        responses.clear();
    }

    void answered(byte[] data) {
        paths.answered(data).ifPresent(this::moved);
        settling = true;
    }

    /** The client has given ids, or wants some used no more (RFC 9000 §19.15). */
    void idsChanged() {
        settling = true;
    }

    /** After a packet: sends what is due, and has itself called when something else is. */
    void settle() {
        if (ended) {
            return; // what is closed sends nothing but that (§10.2)
        }
        if (!responses.isEmpty()) {
            respond();
        }
        if (!settling) {
            return;
        }
        paths.due().forEach(this::send);
        settling = paths.nextNanos().isPresent() || ids.retireLeft();
        tell(ids.resetTokens(paths.inUse()));
        if (settling) {
            callAgain(paths.nextNanos().orElse(nanos.getAsLong() + SHORTEST_PATIENCE.toNanos()));
        }
    }

    private void tell(List<ResetToken> tokens) {
        if (!tokens.equals(told)) { // the same arrays as long as the ids are the same
            told = tokens;
            resetTokens.accept(tokens);
        }
    }

    private void send(Challenge challenge) {
        ids.on(challenge.path())
                .ifPresent(id -> sender.probe(
                        List.of(new PathChallengeFrame(version, challenge.data())),
                        challenge.bytes(),
                        true,
                        id,
                        challenge.path()::send));
    }

    private void callAgain(long dueNanos) {
        if (called && calledNanos - dueNanos <= 0) {
            return; // it will be, and sees to the rest
        }
        called = true;
        calledNanos = dueNanos;
        timer = timer == null ? timers.get() : timer;
        timer.schedule(this::wake, Math.max(0, dueNanos - nanos.getAsLong()), TimeUnit.NANOSECONDS);
    }

    private void wake() {
        called = false;
        settle();
    }
}
