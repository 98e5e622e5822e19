package net.tensamin.omega.operations;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Payara's HTTPS listener, told where to listen before it opens: {@code domain.xml} cannot read {@code omega.https.port} by
 * itself. Payara's classes are looked up and not required; on another server its own configuration says where.
 */
final class HttpsListener {
    private static final String LISTENER =
            "configs.config.server-config.network-config.network-listeners.network-listener.https-listener.";

    private static final int PATIENCE_MILLIS = 1_000;

    private HttpsListener() {}

    /** @return whether there is such a listener */
    static boolean place(HttpsSettings settings) {
        try {
            Object runner = commandRunner();
            set(runner, LISTENER + "port=" + settings.port());
            set(runner, LISTENER + "address=" + settings.address());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Payara's HTTPS listener cannot be given its port and address", e);
        }
    }

    /** Whether a TLS handshake there succeeds; whoever answers. */
    static boolean shakesHands(HttpsSettings settings) {
        InetAddress address = settings.listen().getAddress();
        InetAddress reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        try (SSLSocket socket = (SSLSocket) whoever().getSocketFactory().createSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(reachable, settings.port()), PATIENCE_MILLIS);
            socket.startHandshake();
            return true;
        } catch (IOException notYet) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing is sent and nothing believed over such a connection. */
    private static SSLContext whoever() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        return context;
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static Object commandRunner() throws ReflectiveOperationException {
        Class<?> globals = Class.forName("org.glassfish.internal.api.Globals");
        Class<?> runner = Class.forName("org.glassfish.embeddable.CommandRunner");
        return globals.getMethod("get", Class.class).invoke(null, runner);
    }

    private static void set(Object runner, String value) throws ReflectiveOperationException {
        try {
            Class<?> type = Class.forName("org.glassfish.embeddable.CommandRunner");
            Object result =
                    type.getMethod("run", String.class, String[].class).invoke(runner, "set", new String[] {value});
            Class<?> results = Class.forName("org.glassfish.embeddable.CommandResult");
            Object status = results.getMethod("getExitStatus").invoke(result);
            if (!status.toString().equals("SUCCESS")) {
                throw new IllegalStateException(
                        String.valueOf(results.getMethod("getOutput").invoke(result)));
            }
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("set " + value, e.getCause());
        }
    }
}
