package net.tensamin.omega.quic.tls;

import java.lang.System.Logger.Level;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.tensamin.omega.metrics.Counters;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.engine.TlsServerEngineFactory;
import tech.kwik.agent15.extension.ApplicationLayerProtocolNegotiationExtension;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.common.PnSpace;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.PathChallengeFrame;
import tech.kwik.core.frame.PathResponseFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.StopSendingFrame;
import tech.kwik.core.frame.StreamFrame;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.TransportParameters;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;
import tech.kwik.core.packet.HandshakePacket;
import tech.kwik.core.packet.PacketMetaData;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.packet.ShortHeaderPacket;
import tech.kwik.core.send.TurnSender;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.impl.ApplicationProtocolRegistry;
import tech.kwik.core.server.impl.ServerConnectionImpl;
import tech.kwik.core.tls.QuicTransportParametersExtension;

/**
 * A connection whose application starts only after its client's certificate is verified (SPEC §1). Whatever goes wrong
 * inside closes this connection, and {@code closeCallback} is called once for it.
 */
public final class AuthenticatedConnection extends ServerConnectionImpl {
    private static final System.Logger LOG = System.getLogger(AuthenticatedConnection.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ClientPath path;
    private final UnaryOperator<byte[]> resetTokens;
    private final Consumer<ServerConnectionImpl> closeCallback;
    private final Counters refusals;
    private final Agreements agreements;
    private DatagramSocket outlet;
    private LastWordSocket closing;
    private Optional<byte[]> idBeforeRetry = Optional.empty();
    private volatile Duration idleTimeout = Duration.ZERO;
    private boolean moved;
    private boolean arrived;

    AuthenticatedConnection(
            Version version,
            DatagramSocket socket,
            InetSocketAddress client,
            byte[] clientId,
            byte[] originalId,
            CryptoStream initial,
            TlsServerEngineFactory engines,
            ServerConnectionConfig configuration,
            ApplicationProtocolRegistry protocols,
            ServerConnectionRegistry registry,
            UnaryOperator<byte[]> resetTokens,
            Consumer<ServerConnectionImpl> closeCallback,
            Counters refusals,
            Agreements agreements,
            Logger log) {
        super(
                version,
                socket,
                client,
                clientId,
                originalId,
                initial,
                engines,
                configuration,
                protocols,
                registry,
                closeCallback,
                log);
        this.outlet = socket;
        this.resetTokens = resetTokens;
        this.closeCallback = closeCallback;
        if (getSender() instanceof TurnSender sender) { // and not one of Kwik as it is
            sender.deriveResetTokens(resetTokens);
        }
        this.refusals = refusals;
        this.agreements = agreements;
        this.path = new ClientPath(client, System::nanoTime, AuthenticatedConnection::challenge);
    }

    private static byte[] challenge() {
        byte[] challenge = new byte[8]; // RFC 9000 §19.17
        RANDOM.nextBytes(challenge);
        return challenge;
    }

    /**
     * Has the client told that it was sent a Retry, as it must be (RFC 9000 §7.3). To be called before the first packet.
     *
     * @param originalId the connection id that the client made up before it
     */
    public void retriedFrom(byte[] originalId) {
        idBeforeRetry = Optional.of(originalId);
    }

    /**
     * Has the connection go on where the client has been answered already (RFC 9000 §7.2, §12.3). To be called before the first packet.
     */
    public void continueFrom(FirstFlight flight) {
        byte[] id = getInitialConnectionId(); // its own, and not a copy
        System.arraycopy(flight.ownId(), 0, id, 0, id.length);
        if (getSender() instanceof TurnSender sender) {
            sender.skipInitialNumbers(flight.answers());
        }
    }

    /**
     * Has the client take no round trip time from packets that waited here: it would be patient by three times that wait, and more, before it
     * repeats what got lost (RFC 9002 §6.2.1). It knows from the answer that they came. To be called before the first packet.
     */
    public void acknowledgeNoInitial() {
        getAckGenerator().discard(PnSpace.Initial);
    }

    /**
     * Kwik knows one original connection id: the one of the Retry, from which the Initial keys come (RFC 9001 §5.2); and no stateless
     * reset.
     */
    @Override
    public void extensionsReceived(List<Extension> extensions) throws TlsProtocolException {
        if (extensions.stream().noneMatch(ApplicationLayerProtocolNegotiationExtension.class::isInstance)) {
            throw new HandshakeAlert( // RFC 9001 §8.1
                    AlertDescription.no_application_protocol, "an application protocol has to be named (ALPN)");
        }
        super.extensionsReceived(extensions);
        engine().getServerExtensions().forEach(extension -> {
            if (extension instanceof QuicTransportParametersExtension parameters) {
                complete(parameters.getTransportParameters());
            }
        });
    }

    private void complete(TransportParameters own) {
        own.setStatelessResetToken(resetTokens.apply(getInitialConnectionId()));
        idBeforeRetry.ifPresent(id -> {
            own.setOriginalDestinationConnectionId(id);
            own.setRetrySourceConnectionId(getOriginalDestinationConnectionId());
        });
    }

    /** Whether a datagram from elsewhere than where the client began can be the client's: no sooner than §9 allows. */
    public boolean mayComeFrom(InetSocketAddress address) {
        return engine().phase() == HandshakeEngine.Phase.DONE && path.mayBe(address);
    }

    @Override
    public ProcessResult process(ShortHeaderPacket packet, PacketMetaData metaData) {
        if (!isProbe(packet)) {
            path.received(metaData.sourceAddress(), packet.getPacketNumber(), packet.getSize())
                    .ifPresent(this::challenge);
            followPath();
        }
        return super.process(packet, metaData);
    }

    private static boolean isProbe(ShortHeaderPacket packet) {
        for (QuicFrame frame : packet.getFrames()) {
            boolean probing = frame instanceof PathChallengeFrame
                    || frame instanceof PathResponseFrame
                    || frame instanceof NewConnectionIdFrame
                    || frame instanceof Padding; // RFC 9000 §9.1
            if (!probing) {
                return false;
            }
        }
        return true;
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

    /** After how long a silence this connection ends, if that is longer than three times the PTO (RFC 9000 §10.1). */
    public Duration idleTimeout() {
        return idleTimeout;
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
     * @return milliseconds after which to call again if nothing happens; negative for never
     */
    public long send() {
        return ((TurnSender) getSender()).work();
    }

    private void challenge(byte[] data) {
        send(new PathChallengeFrame(quicVersion.getVersion(), data), lost -> {}, true);
    }

    /** Kwik's sender knows one address; from the first move on it gets a socket that knows better. */
    private void followPath() {
        if (moved || !path.hasMoved()) {
            return;
        }
        try {
            outlet = new PathSocket(outlet, path);
            getSender().changeAddress(outlet);
            moved = true;
        } catch (SocketException e) {
            LOG.log(Level.DEBUG, "a client that has moved cannot be followed now", e);
        }
    }

    @Override
    public void process(PathResponseFrame response, QuicPacket packet, PacketMetaData metaData) {
        path.answered(response.getData());
    }

    /**
     * The client's certificate and what it sent along, verified.
     *
     * @throws IllegalStateException unless the handshake is complete
     */
    public List<X509Certificate> peerCertificates() {
        return engine().peerCertificates();
    }

    @Override
    public void handshakeFinished() {
        agreements.count(engine());
        super.handshakeFinished();
    }

    /**
     * The last moment of the client's certificate and of those it is trusted by.
     *
     * @throws IllegalStateException unless the handshake is complete
     */
    public Instant authenticatedUntil() {
        return engine().authenticatedUntil();
    }

    /** Called by Kwik for each handshake that is refused: the CRYPTO_ERROR that it then sends (RFC 9001 §4.8). */
    @Override
    protected int quicError(TlsProtocolException refusal) {
        int error = super.quicError(refusal);
        refusals.of(HandshakeAlert.name(error)).increment();
        return error;
    }

    /** Closes the connection if its handshake is not complete in time, and lets go of one that already failed. */
    public void handshakeDeadline() {
        if (engine().phase() != HandshakeEngine.Phase.DONE) {
            refusals.of("handshake_timeout").increment();
            giveUpHandshake();
        }
    }

    /** Closes the connection if its handshake is not complete. */
    public void giveUpHandshake() {
        if (engine().phase() != HandshakeEngine.Phase.DONE) {
            engine().fail();
            immediateCloseWithError(TransportErrorCode.NO_ERROR, "handshake not completed in time");
            getSender().flush();
            runPostProcessingActions();
        }
    }

    /** The only way in which Kwik ends a connection whose client is to be told. */
    @Override
    protected void immediateCloseWithError(long error, ErrorType type, String reason) {
        if (closing == null) {
            listenToLastWord();
        }
        super.immediateCloseWithError(error, type, reason);
    }

    private void listenToLastWord() {
        try {
            LastWordSocket listening = new LastWordSocket(outlet);
            getSender().changeAddress(listening);
            closing = listening;
        } catch (SocketException e) {
            LOG.log(Level.DEBUG, "a client that does not hear the end will not be told again", e);
        }
    }

    /** The datagram that told the client of the end; nothing if it was not told. */
    public Optional<byte[]> lastWord() {
        return Optional.ofNullable(closing).flatMap(LastWordSocket::last);
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

    /** Kwik would leave sender, timers and registration of the connection behind, and tell the client nothing. */
    @Override
    public void abortConnection(Throwable error) {
        Level level = engine().wasAuthenticated() ? Level.WARNING : Level.DEBUG; // anybody can try before
        LOG.log(level, "connection ended by an internal error", error);
        engine().fail();
        connectionError(new TransportError(TransportErrorCode.INTERNAL_ERROR));
        terminate(); // at once: the sender may be what failed, and then nothing else ends this connection
    }

    @Override
    protected CryptoStream getCryptoStream(EncryptionLevel level) {
        while (cryptoStreams.size() <= level.ordinal()) {
            cryptoStreams.add(null);
        }
        if (cryptoStreams.get(level.ordinal()) == null) {
            cryptoStreams.set(level.ordinal(), new HandshakeStream(quicVersion, level, engine(), log, getSender()));
        }
        return cryptoStreams.get(level.ordinal());
    }

    /**
     * Initial keys go when the first Handshake packet comes (RFC 9001 §4.9.1), and before it is processed: a refusal
     * would else share a datagram with an Initial packet, which a client that has no such keys any more, Kwik's for
     * one, drops as a whole.
     */
    @Override
    public ProcessResult process(HandshakePacket packet, PacketMetaData metaData) {
        connectionSecrets.discardKeys(EncryptionLevel.Initial);
        return super.process(packet, metaData);
    }

    /** Never: 0-RTT would come before the client is authenticated. */
    @Override
    public boolean isEarlyDataAccepted() {
        return false;
    }

    @Override
    protected void postTerminateHook() {
        if (ended.compareAndSet(false, true)) { // without Kwik's statistics, which are formatted for no log
            closeCallback.accept(this);
            callbackThread.shutdown();
        }
    }

    private HandshakeEngine engine() {
        return (HandshakeEngine) getTlsEngine();
    }
}
