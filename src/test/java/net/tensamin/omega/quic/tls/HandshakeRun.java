package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.testing.CryptoProviders;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import tech.kwik.agent15.NewSessionTicket;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.TlsConstants.NamedGroup;
import tech.kwik.agent15.TlsConstants.SignatureScheme;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.engine.CertificateWithPrivateKey;
import tech.kwik.agent15.engine.ClientMessageSender;
import tech.kwik.agent15.engine.ServerMessageSender;
import tech.kwik.agent15.engine.TlsClientEngine;
import tech.kwik.agent15.engine.TlsClientEngineFactory;
import tech.kwik.agent15.engine.TlsStatusEventHandler;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.agent15.handshake.CertificateRequestMessage;
import tech.kwik.agent15.handshake.CertificateVerifyMessage;
import tech.kwik.agent15.handshake.ClientHello;
import tech.kwik.agent15.handshake.EncryptedExtensions;
import tech.kwik.agent15.handshake.FinishedMessage;
import tech.kwik.agent15.handshake.HandshakeMessage;
import tech.kwik.agent15.handshake.NewSessionTicketMessage;
import tech.kwik.agent15.handshake.ServerHello;

/** One handshake in memory: the engine under test, and agent15's client as its peer. */
final class HandshakeRun {
    private static final TestAuthority SERVERS = TestAuthority.named("Servers");
    static final TestAuthority CLIENTS = TestAuthority.named("Clients");
    private static final TestIdentity SERVER = SERVERS.server();
    static final TestIdentity DEVICE = CLIENTS.device(42);

    private static final Cryptography CRYPTOGRAPHY = Cryptography.by(CryptoProviders.ofThisRun());

    final Events events = new Events();
    final HandshakeEngine engine;
    final TlsClientEngine client;
    private final List<byte[]> fromClient = new ArrayList<>();

    private HandshakeEngine engine(Groups groups) {
        return new HandshakeEngine(
                ServerIdentity.of(
                        new KeyMaterial(SERVER.key(), SERVER.chain(), List.of(CLIENTS.certificate())), CRYPTOGRAPHY),
                new ClientTrust(
                        List.of(CLIENTS.certificate()),
                        RevocationCheck.NOTHING_REVOKED,
                        Clock.systemUTC(),
                        CRYPTOGRAPHY),
                groups,
                events,
                events);
    }

    HandshakeRun() {
        this(CipherSuite.TLS_AES_128_GCM_SHA256, DEVICE);
    }

    HandshakeRun(CipherSuite suite, TestIdentity identity) {
        this(suite, identity, Groups.ALL);
    }

    HandshakeRun(CipherSuite suite, TestIdentity identity, Groups groups) {
        engine = engine(groups);
        engine.addSupportedCiphers(List.of(suite));
        client = TlsClientEngineFactory.createClientEngine(new Flight(), new Events());
        client.setServerName("localhost");
        client.addSupportedCiphers(List.of(suite));
        client.setTrustManager(new TrustAll());
        client.setHostnameVerifier((name, certificate) -> true);
        client.setClientCertificateCallback(authorities ->
                identity == null ? null : new CertificateWithPrivateKey(identity.certificate(), identity.key()));
        try {
            client.startHandshake(
                    NamedGroup.secp256r1,
                    List.of(SignatureScheme.ecdsa_secp256r1_sha256, SignatureScheme.rsa_pss_rsae_sha256));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A run whose engine has come to {@code phase}, and whose client has sent all it has to send. */
    static HandshakeRun at(Phase phase) throws TlsProtocolException, IOException {
        HandshakeRun run = new HandshakeRun();
        if (phase == Phase.HELLO) {
            return run;
        }
        if (phase == Phase.SECOND_HELLO) {
            run.deliver(Hellos.of(run.message(0)).withShares().bytes(), ProtectionKeysType.None);
            return run;
        }
        run.exchangeHellos();
        for (int i = 1; i <= 3 && run.engine.phase() != phase; i++) {
            run.deliver(run.message(i), ProtectionKeysType.Handshake);
        }
        if (phase == Phase.FAILED) {
            run.engine.fail();
        }
        return run;
    }

    void exchangeHellos() throws TlsProtocolException, IOException {
        deliver(message(0), ProtectionKeysType.None);
        for (HandshakeMessage answer : events.sent) {
            answer(answer);
        }
    }

    /** ClientHello, Certificate, CertificateVerify, Finished. */
    byte[] message(int index) {
        return fromClient.get(index);
    }

    List<byte[]> messages() {
        return fromClient;
    }

    private void answer(HandshakeMessage message) throws TlsProtocolException, IOException {
        if (message instanceof ServerHello hello) {
            byte[] bytes = hello.getBytes();
            client.received(new ServerHello().parse(ByteBuffer.wrap(bytes), bytes.length), ProtectionKeysType.None);
        } else if (message instanceof CertificateRequest request) {
            client.received(
                    new CertificateRequestMessage().parse(ByteBuffer.wrap(request.getBytes())),
                    ProtectionKeysType.Handshake);
        } else {
            client.received(message, ProtectionKeysType.Handshake);
        }
    }

    /** Gives the engine a message of any kind, as Kwik would after parsing it. */
    void deliver(byte[] message, ProtectionKeysType protection) throws TlsProtocolException, IOException {
        ByteBuffer in = ByteBuffer.wrap(message);
        switch (message[0]) {
            case 1 -> engine.received(Hello.read(message), List.of(), protection);
            case 2 -> engine.received(new ServerHello().parse(in, message.length), protection);
            case 4 -> engine.received(new NewSessionTicketMessage().parse(in), protection);
            case 8 -> engine.received(new EncryptedExtensions().parse(in, message.length), protection);
            case 11 -> engine.received(certificates(in), protection);
            case 13 -> engine.received(new CertificateRequestMessage().parse(in), protection);
            case 15 -> engine.received(new CertificateVerifyMessage().parse(in, message.length), protection);
            case 20 -> engine.received(new FinishedMessage().parse(in, message.length), protection);
            default -> throw new IllegalArgumentException("message type " + message[0]);
        }
    }

    private static CertificateMessage certificates(ByteBuffer in) throws TlsProtocolException {
        return in.remaining() == 8
                ? new CertificateMessage((X509Certificate) null)
                : new CertificateMessage().parse(in);
    }

    /** What the engine sends and reports. */
    static final class Events implements ServerMessageSender, TlsStatusEventHandler {
        final List<HandshakeMessage> sent = new ArrayList<>();
        int finished;
        int early;

        @Override
        public void send(ServerHello message) {
            sent.add(message);
        }

        @Override
        public void send(EncryptedExtensions message) {
            sent.add(message);
        }

        @Override
        public void send(CertificateMessage message) {
            sent.add(message);
        }

        @Override
        public void send(CertificateVerifyMessage message) {
            sent.add(message);
        }

        @Override
        public void send(FinishedMessage message) {
            sent.add(message);
        }

        @Override
        public void send(NewSessionTicketMessage message) {
            throw new AssertionError("no ticket is ever sent");
        }

        @Override
        public void earlySecretsKnown() {
            early++;
        }

        @Override
        public void handshakeSecretsKnown() {}

        @Override
        public void handshakeFinished() {
            finished++;
        }

        @Override
        public void newSessionTicketReceived(NewSessionTicket ticket) {}

        @Override
        public void extensionsReceived(List<Extension> extensions) {}

        @Override
        public boolean isEarlyDataAccepted() {
            throw new AssertionError("early data is not even considered");
        }
    }

    private final class Flight implements ClientMessageSender {
        @Override
        public void send(ClientHello message) {
            fromClient.add(message.getBytes());
        }

        @Override
        public void send(CertificateMessage message) {
            fromClient.add(message.getBytes());
        }

        @Override
        public void send(CertificateVerifyMessage message) {
            fromClient.add(message.getBytes());
        }

        @Override
        public void send(FinishedMessage message) {
            fromClient.add(message.getBytes());
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
