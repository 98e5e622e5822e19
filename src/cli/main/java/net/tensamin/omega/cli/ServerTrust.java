package net.tensamin.omega.cli;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Which certificates of a server are believed: those of one CA, or ({@code --insecure}) all. */
public final class ServerTrust {
    private static final int SAN_DNS_NAME = 2;

    private final Optional<X509TrustManager> authorities;

    private ServerTrust(Optional<X509TrustManager> authorities) {
        this.authorities = authorities;
    }

    public static ServerTrust anything() {
        return new ServerTrust(Optional.empty());
    }

    public static ServerTrust in(Path caFile) {
        List<X509Certificate> anchors = PemFiles.certificates(caFile);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate anchor : anchors) {
                store.setCertificateEntry("ca-" + store.size(), anchor);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return new ServerTrust(Optional.of((X509TrustManager) factory.getTrustManagers()[0]));
        } catch (GeneralSecurityException | IOException e) {
            throw new Failure(ExitCode.USAGE, caFile + " cannot be used as a CA: " + e.getMessage(), e);
        }
    }

    /** For TLS over TCP, where the JDK checks the server's name itself. */
    public SSLContext sslContext() {
        return sslContext(new KeyManager[0]);
    }

    /** The same for a client that shows a certificate. */
    public SSLContext sslContext(KeyManager... own) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(own, new TrustManager[] {authorities.orElseGet(Anything::new)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks TLS 1.3", e);
        }
    }

    /**
     * For QUIC; empty when anything is trusted.
     *
     * @param refused told why a certificate was not believed, since QUIC carries only the alert
     */
    public Optional<X509TrustManager> forServerNamed(String serverName, Consumer<String> refused) {
        return authorities.map(pkix -> new Named(pkix, serverName, refused));
    }

    /**
     * Adds what agent15 leaves out: its check of names passes a certificate whose subject has no CN, and it names the
     * key exchange "RSA", for which the JDK demands keyEncipherment of a certificate that only signs.
     */
    private record Named(X509TrustManager pkix, String serverName, Consumer<String> refused)
            implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
            try {
                pkix.checkServerTrusted(chain, "UNKNOWN");
                checkName(chain[0]);
            } catch (CertificateException e) {
                refused.accept(e.getMessage());
                throw e;
            }
        }

        private void checkName(X509Certificate certificate) throws CertificateException {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            boolean matches = names != null
                    && names.stream()
                            .filter(name -> Objects.equals(name.get(0), SAN_DNS_NAME))
                            .anyMatch(name -> matches((String) name.get(1)));
            if (!matches) {
                throw new CertificateException("it is not for the name " + serverName);
            }
        }

        /** RFC 6125 §6.4: a wildcard stands for the leftmost label only. */
        private boolean matches(String pattern) {
            String wanted = serverName.toLowerCase(Locale.ROOT);
            String given = pattern.toLowerCase(Locale.ROOT);
            int dot = wanted.indexOf('.');
            return given.equals(wanted) || (dot > 0 && given.equals("*" + wanted.substring(dot)));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return pkix.getAcceptedIssuers();
        }
    }

    private static final class Anything extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
