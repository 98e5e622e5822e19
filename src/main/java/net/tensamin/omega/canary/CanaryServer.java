package net.tensamin.omega.canary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.enrolment.ClientCa;
import net.tensamin.omega.mailbox.Notices;
import net.tensamin.omega.quic.server.LoopbackClient;
import net.tensamin.omega.quic.server.QuicServer;

/**
 * This server as its canary meets it: in the way that Omikrons and devices do, except for the Omikrons' TCP sockets.
 */
@ApplicationScoped
class CanaryServer {
    /** Nobody sees this account: {@link Accounts} does not find it. */
    static final UserId USER = Accounts.CANARY;

    private static final String PARTY = "canary";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long COMMIT_SECONDS = 30;

    private final Accounts accounts;
    private final ClientCa authority;
    private final Notices notices;
    private final QuicServer quic;

    /** For the client proxy. */
    CanaryServer() {
        this(null, null, null, null);
    }

    @Inject
    CanaryServer(Accounts accounts, ClientCa authority, Notices notices, QuicServer quic) {
        this.accounts = accounts;
        this.authority = authority;
        this.notices = notices;
        this.quic = quic;
    }

    /** Why there can be no canary. */
    Optional<String> obstacle() {
        return authority.issues()
                ? Optional.empty()
                : Optional.of("without the key of a client CA (omega.pki.client-ca) its device gets no certificate");
    }

    boolean servesDevices() {
        return quic.isListening() && !quic.isRefusing();
    }

    Session session() {
        return new Session();
    }

    /** The session of one try. Only {@link #giveUp} is thread-safe. */
    final class Session implements CanaryRun.Server {
        private CanaryPhone phone;
        private boolean gaveUp;

        @Override
        public void read(UserId reader, UserId sender) throws Exception {
            accounts.addCanary();
            notices.submitRead(reader, sender, PARTY).toCompletableFuture().get(COMMIT_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void notice(UserId sender, UserId receiver) throws Exception {
            notices.submitNotice(sender, receiver, PARTY).toCompletableFuture().get(COMMIT_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public CanaryRun.Phone connect() throws IOException {
            CanaryPhone connected = phone();
            synchronized (this) {
                phone = connected;
                if (gaveUp) {
                    connected.close();
                }
            }
            return connected;
        }

        private CanaryPhone phone() throws IOException {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                KeyPair keys = generator.generateKeyPair();
                X509Certificate certificate = authority.issue(USER, device(), keys.getPublic());
                return new CanaryPhone(quic.connect(certificate, keys.getPrivate(), CONNECT));
            } catch (GeneralSecurityException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        /** Ends whatever the try waits for on its connection. */
        synchronized void giveUp() {
            gaveUp = true;
            if (phone != null) {
                phone.close();
            }
        }

        synchronized boolean gaveUp() {
            return gaveUp;
        }
    }

    /**
     * One id for each machine and port, so that servers do not replace each other's sessions, and a start adds no
     * device.
     */
    private DeviceId device() throws IOException {
        String place = InetAddress.getLocalHost().getHostName() + ":" + quic.port();
        UUID id = UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
        return new DeviceId(id.toString().replace("-", ""));
    }

    private record CanaryPhone(LoopbackClient client) implements CanaryRun.Phone {
        @Override
        public void checkServer() throws CertificateException {
            client.serverCertificates().get(0).checkValidity();
        }

        @Override
        public void send(String line) throws IOException {
            client.send(line);
        }

        @Override
        public String receive() throws IOException {
            return client.receive();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
