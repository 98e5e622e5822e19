package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.engine.ServerMessageSender;
import tech.kwik.agent15.engine.TlsStatusEventHandler;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.agent15.handshake.CertificateVerifyMessage;
import tech.kwik.agent15.handshake.FinishedMessage;

/**
 * The server's side of a TLS 1.3 handshake that demands a client certificate (RFC 8446 §2, §4; RFC 9001). Each phase
 * accepts one message, under one kind of keys; anything else, at any time, ends the handshake for good. For one
 * connection and used by its receiving thread only; {@link #peerCertificates} may be asked by any.
 */
final class HandshakeEngine extends RefusingEngine {
    private final ServerIdentity identity;
    private ClientProof client;
    private final Groups groups;
    private final Set<CipherSuite> suites = EnumSet.noneOf(CipherSuite.class);
    private List<Extension> encryptedExtensions = new ArrayList<>();
    private ServerMessageSender sender;
    private TlsStatusEventHandler listener;
    private volatile Phase phase = Phase.HELLO;
    private volatile boolean authenticated;
    private CipherSuite suite;
    private Group group;
    private ServerFlight flight;
    private Hello first; // while a second is waited for
    private boolean retried;
    private KeySchedule keys;

    HandshakeEngine(
            ServerIdentity identity,
            ClientTrust trust,
            Groups groups,
            ServerMessageSender sender,
            TlsStatusEventHandler listener) {
        this.identity = identity;
        this.client = new ClientProof(trust, identity.cryptography());
        this.groups = groups;
        this.sender = sender;
        this.listener = listener;
    }

    Phase phase() {
        return phase;
    }

    /** Whether the client has ever been authenticated, whatever came after. */
    boolean wasAuthenticated() {
        return authenticated;
    }

    /** What was agreed on; null before. */
    Group group() {
        return group;
    }

    /** Whether that took a HelloRetryRequest. */
    boolean wasRetried() {
        return retried;
    }

    /** Lets go of everything that only a handshake needs, once it is complete: a connection may last for months. Nobody asks for the client any more. */
    void release() {
        client = null;
        encryptedExtensions = List.of();
        flight = null;
        keys = null;
    }

    /** Ends the handshake for good; secrets are forgotten. */
    void fail() {
        phase = Phase.FAILED;
        if (keys != null) {
            keys.forget();
        }
    }

    /**
     * The client's certificate and what it sent along, verified.
     *
     * @throws IllegalStateException unless the handshake is complete, and after {@link #release}
     */
    List<X509Certificate> peerCertificates() {
        return authenticated().chain();
    }

    /**
     * When the first of the client's certificate and those that vouch for it expires.
     *
     * @throws IllegalStateException unless the handshake is complete, and after {@link #release}
     */
    Instant authenticatedUntil() {
        return authenticated().until();
    }

    private ClientProof authenticated() {
        if (phase != Phase.DONE || client == null) {
            throw new IllegalStateException("the client is not authenticated, or was long ago");
        }
        return client;
    }

    /** @param extensions those of the hello that are for QUIC */
    void received(Hello hello, List<Extension> extensions, ProtectionKeysType protectedBy)
            throws TlsProtocolException, IOException {
        step(HandshakeType.client_hello, protectedBy, () -> {
            if (phase == Phase.HELLO) {
                begin(hello, extensions);
            } else {
                first.checkSecond(hello, group);
            }
            keys.absorb(hello.bytes());
            Optional<byte[]> share = Optional.ofNullable(hello.shares().get(group.wire()));
            if (share.isPresent()) {
                answer(share.get());
            } else {
                retry(hello);
            }
        });
    }

    private void begin(Hello hello, List<Extension> extensions) throws TlsProtocolException {
        Negotiation agreed = Negotiation.of(hello, suites, groups, identity.schemes());
        listener.extensionsReceived(extensions);
        suite = agreed.suite();
        group = agreed.group();
        keys = new KeySchedule(suite);
        flight = new ServerFlight(identity, agreed.scheme(), keys);
    }

    /** HelloRetryRequest (RFC 8446 §4.1.4). */
    private void retry(Hello hello) throws IOException {
        keys.absorbHelloAsHash();
        flight.answer(HelloAnswer.retry(suite, group), sender);
        first = hello;
        phase = Phase.SECOND_HELLO;
    }

    private void answer(byte[] clientShare) throws TlsProtocolException, IOException {
        KeyExchange exchange = KeyExchange.answer(identity.cryptography(), group, clientShare);
        flight.answer(HelloAnswer.accepting(suite, group, exchange.share()), sender);
        keys.deriveHandshakeSecrets(exchange.secret());
        Arrays.fill(exchange.secret(), (byte) 0);
        listener.handshakeSecretsKnown();
        flight.send(encryptedExtensions, sender);
        keys.deriveApplicationSecrets();
        retried = first != null;
        first = null;
        phase = Phase.CERTIFICATE;
    }

    /** RFC 8446 §4.4.2. */
    @Override
    public void received(CertificateMessage message, ProtectionKeysType protectedBy)
            throws TlsProtocolException, IOException {
        step(HandshakeType.certificate, protectedBy, () -> {
            client.show(message);
            keys.absorb(message.getBytes());
            phase = Phase.VERIFY;
        });
    }

    /** RFC 8446 §4.4.3. */
    @Override
    public void received(CertificateVerifyMessage message, ProtectionKeysType protectedBy)
            throws TlsProtocolException, IOException {
        step(HandshakeType.certificate_verify, protectedBy, () -> {
            client.verify(message, keys.transcriptHash());
            keys.absorb(message.getBytes());
            phase = Phase.FINISHED;
        });
    }

    /** RFC 8446 §4.4.4. Only behind this are there application keys, and an application. */
    @Override
    public void received(FinishedMessage message, ProtectionKeysType protectedBy)
            throws TlsProtocolException, IOException {
        step(HandshakeType.finished, protectedBy, () -> {
            if (!MessageDigest.isEqual(keys.finished(keys.clientHandshake()), message.getVerifyData())) {
                throw HandshakeAlert.decryptError("Finished does not verify");
            }
            phase = Phase.DONE;
            authenticated = true;
            listener.handshakeFinished();
            keys.forget();
        });
    }

    /** Refuses a message that no client may send, or that is not the one expected now. */
    @Override
    void refuse() throws HandshakeAlert {
        fail();
        throw HandshakeAlert.unexpectedMessage("unexpected handshake message");
    }

    private void step(HandshakeType type, ProtectionKeysType protectedBy, Step step)
            throws TlsProtocolException, IOException {
        if (!phase.accepts(type.value, protectedBy)) {
            refuse();
        }
        boolean passed = false;
        try {
            step.run();
            passed = true;
        } finally {
            if (!passed) {
                fail();
            }
        }
    }

    private interface Step {
        void run() throws TlsProtocolException, IOException;
    }

    @Override
    public void addSupportedCiphers(List<CipherSuite> ciphers) {
        suites.addAll(ciphers);
    }

    @Override
    public void addServerExtensions(Extension extension) {
        encryptedExtensions.add(extension);
    }

    @Override
    public List<Extension> getServerExtensions() {
        return List.copyOf(encryptedExtensions);
    }

    @Override
    public void setServerMessageSender(ServerMessageSender sender) {
        this.sender = sender;
    }

    @Override
    public void setStatusHandler(TlsStatusEventHandler listener) {
        this.listener = listener;
    }

    @Override
    public CipherSuite getSelectedCipher() {
        return suite;
    }

    @Override
    public byte[] getClientHandshakeTrafficSecret() {
        return keysOfHandshake().clientHandshake();
    }

    @Override
    public byte[] getServerHandshakeTrafficSecret() {
        return keysOfHandshake().serverHandshake();
    }

    private KeySchedule keysOfHandshake() {
        if (keys == null) {
            throw new IllegalStateException("no handshake is under way");
        }
        return keys;
    }

    @Override
    public byte[] getClientApplicationTrafficSecret() {
        return keysOfAuthenticated().clientApplication();
    }

    @Override
    public byte[] getServerApplicationTrafficSecret() {
        return keysOfAuthenticated().serverApplication();
    }

    private KeySchedule keysOfAuthenticated() {
        if (phase != Phase.DONE) {
            throw new IllegalStateException("no application keys before the client is authenticated");
        }
        return keysOfHandshake();
    }
}
