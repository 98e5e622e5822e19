package net.tensamin.omega.cli;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** Plays Omega's HTTPS for the commands of operators, on a port of its own. */
public final class PlayedOmega implements AutoCloseable {
    public static final TestAuthority AUTHORITY = TestAuthority.named("Omega");

    private static final TestIdentity SERVER = AUTHORITY.server();

    private final HttpsServer server;

    private PlayedOmega(HttpsServer server) {
        this.server = server;
    }

    /**
     * @param data gets the authority's certificate and an operator's, as in Omega's data folder
     * @param answers whatever is asked
     */
    public static PlayedOmega start(Path data, HttpHandler answers) throws IOException, GeneralSecurityException {
        Files.createDirectories(data.resolve("pki"));
        AUTHORITY.writePem(data.resolve("pki/ca.pem"));
        AUTHORITY.operator("root").writeChain(data.resolve("pki/operator.pem"));
        AUTHORITY.operator("root").writeKey(data.resolve("pki/operator.key"));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls()));
        server.createContext("/", answers);
        server.setExecutor(PlayedOmega::inItsOwnThread);
        server.start();
        return new PlayedOmega(server);
    }

    /** An answer may wait. */
    private static void inItsOwnThread(Runnable exchange) {
        Thread thread = new Thread(exchange, "exchange");
        thread.setDaemon(true);
        thread.start();
    }

    private static SSLContext tls() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(SERVER.keyStore(), TestIdentity.PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** For {@code --url}. */
    public String url() {
        return "https://localhost:" + port() + "/";
    }

    /** Has the commands find it by the data folder, as a server that runs there does. */
    public void writePorts(Path data) throws IOException {
        Files.writeString(data.resolve("server.properties"), "https=" + port() + "\nquic=9189\n");
    }

    private int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
