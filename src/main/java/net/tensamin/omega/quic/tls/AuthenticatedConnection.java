package net.tensamin.omega.quic.tls;

import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.engine.TlsServerEngineFactory;
import tech.kwik.agent15.extension.ApplicationLayerProtocolNegotiationExtension;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.common.PnSpace;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.TransportParameters;
import tech.kwik.core.packet.HandshakePacket;
import tech.kwik.core.packet.PacketMetaData;
import tech.kwik.core.send.TurnSender;
import tech.kwik.core.tls.QuicTransportParametersExtension;

/**
 * A connection whose application starts only after its client's certificate is verified (SPEC §1). Whatever goes wrong
 * inside closes this connection, and {@code closeCallback} is called once for it.
 */
public final class AuthenticatedConnection extends MovingConnection {
    private static final System.Logger LOG = System.getLogger(AuthenticatedConnection.class.getName());
    private static final int AMPLIFICATION = 3; // RFC 9000 §8.1
    private final ConnectionContext context;
    private Optional<byte[]> idBeforeRetry = Optional.empty();
    private int alreadyUsed; // by what was sent before there was a connection

    AuthenticatedConnection(ConnectionStart start, TlsServerEngineFactory engines, ConnectionContext context) {
        super(start, engines, context);
        this.context = context;
        if (getSender() instanceof TurnSender sender) { // and not one of Kwik as it is
            sender.deriveResetTokens(context.resetTokens());
        }
    }

    /**
     * Makes the connection tell the client that it was sent a Retry, as it must (RFC 9000 §7.3). To be called before the first packet.
     *
     * @param originalId the connection id that the client made up before it
     */
    public void retriedFrom(byte[] originalId) {
        idBeforeRetry = Optional.of(originalId);
    }

    /**
     * Has the connection continue after what the client has been answered already (RFC 9000 §7.2, §12.3). To be called before the first packet.
     */
    public void continueFrom(FirstFlight flight) {
        byte[] id = getInitialConnectionId(); // its own, and not a copy
        System.arraycopy(flight.ownId(), 0, id, 0, id.length);
        if (getSender() instanceof TurnSender sender) {
            sender.skipInitialNumbers(flight.answers().packets());
        }
        alreadyUsed = (flight.answers().bytes() + AMPLIFICATION - 1) / AMPLIFICATION;
    }

    /** How many of the received bytes count towards what may be sent to an unproven address (RFC 9000 §8.1). */
    public int credit(int received) {
        int used = Math.min(received, alreadyUsed);
        alreadyUsed -= used;
        return received - used;
    }

    /**
     * Keeps the client from measuring its round trip time by packets that waited here: it would wait three times as long, and more, before
     * it repeats what got lost (RFC 9002 §6.2.1). The answer itself tells it that they arrived. To be called before the first packet.
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
        own.setDisableMigration(!context.mayMove());
        own.setStatelessResetToken(context.resetTokens().apply(getInitialConnectionId()));
        idBeforeRetry.ifPresent(id -> {
            own.setOriginalDestinationConnectionId(id);
            own.setRetrySourceConnectionId(getOriginalDestinationConnectionId());
        });
    }

    /**
     * The client's certificate and what it sent along, verified.
     *
     * @throws IllegalStateException unless the handshake is complete, and once its last packet is processed
     */
    public List<X509Certificate> peerCertificates() {
        return engine().peerCertificates();
    }

    /** How often its keys were updated, by either side (RFC 9001 §6). */
    public int keyUpdates() {
        try {
            return connectionSecrets.getOwnAead(EncryptionLevel.App).getKeyUpdateCounter();
        } catch (MissingKeysException e) { // the handshake was never complete
            return 0;
        }
    }

    /**
     * The application asks for the client in this; what only the handshake needed goes with the packet that ended it. Nothing comes of it if the connection
     * was closed while the handshake was computed, as the server does when it ends.
     */
    @Override
    public void handshakeFinished() {
        if (connectionState.closingOrDraining()) {
            engine().fail();
            return;
        }
        context.agreements().count(engine());
        super.handshakeFinished();
        postProcessingActions.add(this::releaseHandshake);
    }

    private void releaseHandshake() {
        engine().release();
        cryptoStreams.clear(); // their keys are gone
    }

    /**
     * When the first of the client's certificate and those that vouch for it expires.
     *
     * @throws IllegalStateException unless the handshake is complete, and once its last packet is processed
     */
    public Instant authenticatedUntil() {
        return engine().authenticatedUntil();
    }

    /** Called by Kwik for each handshake that is refused: the CRYPTO_ERROR that it then sends (RFC 9001 §4.8). */
    @Override
    protected int quicError(TlsProtocolException refusal) {
        int error = super.quicError(refusal);
        context.refusals().of(HandshakeAlert.name(error)).increment();
        return error;
    }

    /** Closes the connection if its handshake is not complete in time, and releases one that already failed. */
    public void handshakeDeadline() {
        if (engine().phase() != Phase.DONE) {
            context.refusals().of("handshake_timeout").increment();
            giveUpHandshake();
        }
    }

    /** Closes the connection if its handshake is not complete. */
    public void giveUpHandshake() {
        if (engine().phase() != Phase.DONE) {
            engine().fail();
            immediateCloseWithError(TransportErrorCode.NO_ERROR, "handshake not completed in time");
            getSender().flush();
            runPostProcessingActions();
        }
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
    boolean mayComeFromElsewhere(boolean onlyAnotherPort) {
        return engine().phase() == Phase.DONE && (context.mayMove() || onlyAnotherPort);
    }

    private HandshakeEngine engine() {
        return (HandshakeEngine) getTlsEngine();
    }
}
