package net.tensamin.omega.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TestIdentity;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.impl.QuicClientConnectionImpl;

/** A Tauri client on Kwik as its makers ship it. */
final class KwikClient {
    private static final long LEAST_WINDOW = 1_501;

    private final Options options;
    private final CountDownLatch ended = new CountDownLatch(1);

    private KwikClient(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        new KwikClient(new Options(arguments)).run();
        System.exit(0);
    }

    private void run() throws IOException, GeneralSecurityException, InterruptedException {
        if (options.has("groups")) {
            throw Says.cannot("Kwik's client has no choice of groups, and no HelloRetryRequest");
        }
        if (options.number("window", LEAST_WINDOW) < LEAST_WINDOW) {
            throw Says.cannot("Kwik's client has no windows below 1,500 bytes");
        }
        QuicClientConnection connection = connection();
        connection.setConnectionListener(this::sayEnded);
        try {
            connection.connect();
        } catch (IOException refused) {
            if (ended.getCount() > 0) {
                Says.ended(refused.toString());
            }
            return;
        }
        Says.connected();
        try {
            talk(connection);
        } catch (IOException refused) {
            Says.text(""); // how it ended is said by the listener
        }
        ended.await();
    }

    private QuicClientConnection connection() throws IOException, GeneralSecurityException {
        QuicClientConnection.Builder builder = QuicClientConnection.newBuilder()
                .host(options.get("name"))
                .port(Integer.parseInt(options.get("server").split(":")[1]))
                .preferIPv4()
                .applicationProtocol(options.get("alpn"))
                .connectTimeout(Duration.ofSeconds(20))
                .maxIdleTimeout(Duration.ofSeconds(30))
                .defaultStreamReceiveBufferSize(options.number("window", 1 << 18))
                .customTrustManager(trust());
        if (options.has("hello")) {
            builder.quantumReadinessTest(1_200); // bytes more in the hello
        }
        if (options.has("cert")) {
            TestIdentity self = TestIdentity.read(Path.of(options.get("cert")), Path.of(options.get("key")));
            if (!(self.key() instanceof ECPrivateKey key
                    && key.getParams().getOrder().bitLength() == 256)) {
                throw Says.cannot(
                        "agent15 takes the scheme to sign with from the issuer's signature: P-256 with an EC authority");
            }
            builder.clientCertificate(self.certificate()).clientCertificateKey(self.key());
        }
        return builder.build();
    }

    /** Kwik asks for a use that only RSA keys have, whatever the server's key is. */
    private X509TrustManager trust() throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authority());
        X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
        return new X509TrustManager() {
            @Override
            public void checkServerTrusted(X509Certificate[] chain, String ignored) throws CertificateException {
                manager.checkServerTrusted(chain, "UNKNOWN");
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
                manager.checkClientTrusted(chain, type);
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return manager.getAcceptedIssuers();
            }
        };
    }

    private KeyStore authority() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(Path.of(options.get("ca")))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        return store;
    }

    private void talk(QuicClientConnection connection) throws IOException {
        Framing framing = Framing.of(options);
        OutputStream only = framing == Framing.STREAMS ? OutputStream.nullOutputStream() : open(connection, framing);
        Commands.read(command -> {
            switch (command.word()) {
                case "update-keys" -> {
                    ((QuicClientConnectionImpl) connection).updateKeys();
                    Says.updated();
                }
                case "migrate" -> throw Says.cannot("Kwik's client changes its port only");
                case "close" -> connection.close(Long.parseLong(command.argument()), "");
                default -> {
                    OutputStream output = framing == Framing.STREAMS ? open(connection, framing) : only;
                    output.write(framing.bytes(command.line()));
                    if (output != only) {
                        output.close();
                    }
                }
            }
        });
        connection.close();
    }

    private static OutputStream open(QuicClientConnection connection, Framing framing) throws IOException {
        QuicStream stream = connection.createStream(true);
        OwnThread.run(() -> print(stream.getInputStream(), framing.new Heard()));
        return stream.getOutputStream();
    }

    private static void print(InputStream text, Framing.Heard heard) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int length = text.read(buffer); length >= 0; length = text.read(buffer)) {
                heard.add(buffer, length);
            }
        } catch (IOException closed) {
            Says.text("");
        }
    }

    private void sayEnded(ConnectionTerminatedEvent event) {
        if (event.closedByPeer() && event.hasApplicationError()) {
            Says.closed(true, event.applicationErrorCode(), event.errorDescription());
        } else if (event.closedByPeer() && event.hasTransportError()) {
            Says.closed(false, event.transportErrorCode(), event.errorDescription());
        } else {
            Says.ended(event.closeReason().toString());
        }
        ended.countDown();
    }
}
