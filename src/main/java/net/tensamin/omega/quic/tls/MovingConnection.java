package net.tensamin.omega.quic.tls;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import tech.kwik.agent15.engine.TlsServerEngineFactory;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.ConnectionTerminatedEvent.CloseReason;
import tech.kwik.core.cid.PeerIds;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.concurrent.TurnSeam;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.PathChallengeFrame;
import tech.kwik.core.frame.PathResponseFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.StopSendingFrame;
import tech.kwik.core.frame.StreamFrame;
import tech.kwik.core.packet.PacketFilter;
import tech.kwik.core.packet.PacketMetaData;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.packet.ShortHeaderPacket;
import tech.kwik.core.send.TurnSender;
import tech.kwik.core.server.impl.ServerConnectionImpl;

/**
 * A connection of Kwik's server in its turn, apart from who the client is: on which paths it is reached, what comes for its streams, and
 * how it ends.
 */
abstract class MovingConnection extends ServerConnectionImpl {
    private static final CryptoStream NO_INITIAL = null; // what was received comes with the first packets

    /** Of shorter ones nobody asks. */
    private static final long SHORTEST_SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final AtomicBoolean ended = new AtomicBoolean();
    private final Optional<Migration> migration;
    private final Consumer<ServerConnectionImpl> closeCallback;
    private boolean closing;
    private byte[] lastWord;
    private volatile Duration idleTimeout = Duration.ZERO;
    private volatile long lastDatagramNanos;
    private volatile Silence silence;
    private boolean arrived;
    private int unopened;

    MovingConnection(ConnectionStart start, TlsServerEngineFactory engines, ConnectionContext context) {
        super(
                start.version(),
                start.socket(),
                start.path().peer(),
                start.clientId(),
                start.originalId(),
                NO_INITIAL,
                engines,
                start.configuration(context.configuration()),
                context.protocols(),
                context.registry(),
                context.closeCallback(),
                context.log());
        this.closeCallback = context.closeCallback();
        this.migration = getSender() instanceof TurnSender sender // and not one of Kwik as it is
                ? Optional.of(sendBy(sender, start.path(), turn(), context))
                : Optional.empty();
    }

    private Migration sendBy(TurnSender sender, Path first, TurnSeam.Turn turn, ConnectionContext context) {
        sender.sendBy(this::transmit);
        lastDatagramNanos = turn.nanos();
        PathIds ids = new PathIds(new PeerIds(getConnectionIdManager()), getInitialConnectionId(), turn::nanos);
        return new Migration(
                first,
                ids,
                sender,
                quicVersion.getVersion(),
                turn::nanos,
                turn::timers,
                tokens -> context.clientResetTokens().accept(this, tokens));
    }

    private void transmit(byte[] datagram) {
        endSilence();
        if (closing) {
            lastWord = datagram;
        }
        migration.orElseThrow().active().send(datagram);
    }

    /** Whether the client may by now be somewhere other than where it began. */
    abstract boolean mayComeFromElsewhere(boolean onlyAnotherPort);

    /**
     * Whether a datagram on another path than that on which the client began can be the client's: no sooner than RFC 9000 §9
     * allows. Where clients shall not move, their NAT may still give them another port.
     */
    public boolean mayComeOn(Path path) {
        return mayComeFromElsewhere(
                path.differsInPortOnly(migration.orElseThrow().active()));
    }

    /** What is received next came that way. */
    public void arriveOn(Path path, int bytes) {
        unopened = bytes;
        migration.ifPresent(of -> of.arriveOn(path, bytes));
    }

    /** Whether the datagram that came last is made of authentic packets only. */
    public boolean isOpened() {
        return unopened == 0;
    }

    @Override
    protected PacketFilter createProcessorChain() {
        PacketFilter chain = super.createProcessorChain();
        return (packet, metaData) -> {
            boolean authentic = packet.getPnSpace() != null; // and not a Retry or Version Negotiation packet
            unopened -= authentic ? packet.getSize() : 0;
            chain.processPacket(packet, metaData);
        };
    }

    /** A frame that ends the connection is the last that counts, in its packet, too (RFC 9000 §10.2). */
    @Override
    protected void processFrames(QuicPacket packet, PacketMetaData metaData) {
        for (QuicFrame frame : packet.getFrames()) {
            if (connectionState.closingOrDraining()) {
                return;
            }
            frame.accept(this, packet, metaData);
        }
    }

    @Override
    public ProcessResult process(ShortHeaderPacket packet, PacketMetaData metaData) {
        migration.ifPresent(of -> {
            lastDatagramNanos = turn().nanos();
            of.received(packet);
        });
        ProcessResult result = super.process(packet, metaData);
        migration.ifPresent(Migration::settle);
        return result;
    }

    @Override
    public void process(PathChallengeFrame challenge, QuicPacket packet, PacketMetaData metaData) {
        migration.ifPresent(of -> of.challenged(challenge.getData()));
    }

    @Override
    public void process(PathResponseFrame response, QuicPacket packet, PacketMetaData metaData) {
        migration.ifPresent(of -> of.answered(response.getData()));
    }

    @Override
    public void process(NewConnectionIdFrame given, QuicPacket packet, PacketMetaData metaData) {
        super.process(given, packet, metaData);
        migration.ifPresent(Migration::idsChanged);
    }

    @Override
    public void process(StreamFrame frame, QuicPacket packet, PacketMetaData metaData) {
        super.process(frame, packet, metaData);
        arrived = true;
    }

    @Override
    public void process(ResetStreamFrame frame, QuicPacket packet, PacketMetaData metaData) {
        super.process(frame, packet, metaData);
        arrived = true;
    }

    @Override
    public void process(StopSendingFrame frame, QuicPacket packet, PacketMetaData metaData) {
        super.process(frame, packet, metaData);
        arrived = true;
    }

    /** Called by Kwik with what both sides say, in milliseconds; 0 is never (RFC 9000 §18.2). */
    @Override
    protected void determineIdleTimeout(long own, long client) {
        super.determineIdleTimeout(own, client);
        idleTimeout = Duration.ofMillis(client == 0 ? own : Math.min(own, client));
    }

    /** How long this connection may be silent before it ends, if that is longer than three times the PTO (RFC 9000 §10.1). */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    private void endSilence() {
        long now = turn().nanos();
        if (now - lastDatagramNanos > SHORTEST_SILENCE_NANOS) {
            silence = longer(silence, silenceUntil(now));
        }
        lastDatagramNanos = now;
    }

    private Silence silenceUntil(long now) {
        return new Silence(
                Duration.ofNanos(now - lastDatagramNanos), now, activePath().peer());
    }

    private static Silence longer(Silence one, Silence other) {
        return one == null || one.length().compareTo(other.length()) < 0 ? other : one;
    }

    /** The longest silence that this side has ended since the last call, or is about to end. Thread-safe. */
    public Silence takeSilence() {
        long now = turn().nanos();
        Silence longest = longer(silence, silenceUntil(now));
        silence = null;
        lastDatagramNanos = now;
        return longest;
    }

    /** Where the client is reached now. Thread-safe. */
    public Path activePath() {
        return migration.orElseThrow().active();
    }

    /** Sends a PING frame (RFC 9000 §19.2). */
    public void ping() {
        send(new PingFrame(quicVersion.getVersion()), lost -> {}, true);
    }

    /** Whether something came for a stream since the last call. */
    public boolean takeArrival() {
        boolean any = arrived;
        arrived = false;
        return any;
    }

    /**
     * Sends what there is to send.
     *
     * @param visit whether the thread is the application's, and may hold locks
     * @return milliseconds after which to call again if nothing happens; negative for never
     */
    public long send(boolean visit) {
        return ((TurnSender) getSender()).work(visit);
    }

    /** How Kwik ends every connection whose client is to be told. */
    @Override
    protected void immediateCloseWithError(long error, ErrorType type, String reason) {
        closing = true;
        super.immediateCloseWithError(error, type, reason);
        migration.ifPresent(Migration::end);
    }

    @Override
    protected void handlePeerClosing(ConnectionCloseFrame close, EncryptionLevel level) {
        super.handlePeerClosing(close, level);
        migration.ifPresent(Migration::end);
    }

    /** A stateless reset came: the client has lost this connection, and nothing more is sent (RFC 9000 §10.3.1). */
    public void reset() {
        if (enterDrainingState()) {
            migration.ifPresent(Migration::end);
            emit(new ConnectionTerminatedEvent(this, CloseReason.StatelessReset, true, null, null, null));
        }
    }

    /** The datagram that told the client of the end; nothing if it was not told. */
    public Optional<byte[]> lastWord() {
        return Optional.ofNullable(lastWord);
    }

    /** Ends the connection at once, without the closing period of RFC 9000 §10.2; a close already queued is sent. */
    public void discard() {
        immediateClose();
        terminate();
    }

    /** Ends a connection that cannot end itself, because its sender is gone. */
    public void discardForced() {
        discard();
        postTerminateHook();
    }

    @Override
    protected void postTerminateHook() {
        if (ended.compareAndSet(false, true)) { // without Kwik's statistics, which are formatted for no log
            closeCallback.accept(this);
            callbackThread.shutdown();
        }
    }
}
