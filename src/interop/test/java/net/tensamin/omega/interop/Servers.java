package net.tensamin.omega.interop;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OperatorCalls;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestAuthority;

/**
 * What the stacks talk to: a server with its defaults, except that it has time for no more than a test, and a strict one, which lets
 * everybody prove their address, has no X25519 and does not wait long; both trust the same authority.
 */
final class Servers implements AutoCloseable {
    static final long FIRST_SENDER = 1_001;
    private static final long LAST_SENDER = 2_000;
    private static final Map<String, String> USUAL = Map.of(
            "omega.tauri.ping-interval", "PT2S",
            "omega.tauri.messages-per-device", "100000/PT1M");
    private static final Map<String, String> STRICT = Map.of(
            "omega.quic.retry-above", "1/P1D",
            "omega.quic.groups", "X25519MLKEM768,P-256,P-384",
            "omega.tauri.connects-per-device", "2/PT1H",
            "omega.tauri.identify-within", "PT3S");

    private final Path directory;
    private final EmbeddedPostgres database;
    private final OmegaProcess usual;
    private final OmegaProcess.Place strictPlace;
    private final OmikronClient omikron;
    private Optional<OmegaProcess> strict = Optional.empty();

    private Servers(Path directory) throws IOException, GeneralSecurityException, InterruptedException, SQLException {
        this.directory = directory;
        OmegaDeployment.clear();
        this.database = EmbeddedPostgres.start();
        this.usual = OmegaProcess.start(with("omega.db.url", database.getJdbcUrl("postgres", "postgres"), USUAL));
        settle();
        this.strictPlace = new OmegaProcess.Place(freeTcpPort(), freeUdpPort(), List.of("--nohazelcast"));
        this.omikron = OmikronClient.identified();
    }

    /** @param directory for what the clients need */
    static Servers start(Path directory)
            throws IOException, GeneralSecurityException, InterruptedException, SQLException {
        Servers servers = startUsual(directory);
        servers.strict = Optional.of(servers.startStrict());
        servers.takeTheOneHandshakeWithoutRetry();
        return servers;
    }

    /** Without the strict one. */
    static Servers startUsual(Path directory)
            throws IOException, GeneralSecurityException, InterruptedException, SQLException {
        return new Servers(directory);
    }

    private static Map<String, String> with(String key, String value, Map<String, String> config) {
        Map<String, String> more = new HashMap<>(config);
        more.put(key, value);
        return more;
    }

    /** Makes the users who write, of the demo's Iota. */
    private void settle() throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into users (user_id, username, public_key, iota_id, sub_level, sub_end)"
                    + " select id, 'user' || id, 'none', 1001, 0, 0 from generate_series("
                    + FIRST_SENDER + ", " + LAST_SENDER + ") id");
        }
    }

    private OmegaProcess startStrict() throws IOException {
        Path data = OmegaDeployment.data().resolveSibling("interop-strict");
        OmegaDeployment.clear(data);
        Files.createDirectories(data.resolve("pki"));
        try (var files = Files.list(OmegaDeployment.data().resolve("pki"))) {
            for (Path file : files.toList()) {
                Files.copy(file, data.resolve("pki").resolve(file.getFileName()));
            }
        }
        return OmegaProcess.start(strictPlace, with("omega.data-dir", data.toString(), STRICT));
    }

    private void takeTheOneHandshakeWithoutRetry() {
        QuicheClient.connect(strict(), authority().certificate(), authority().device(Trial.USER))
                .close();
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }

    Path directory() {
        return directory;
    }

    InetSocketAddress usual() {
        return new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
    }

    InetSocketAddress strict() {
        return new InetSocketAddress("127.0.0.1", strictPlace.quicPort());
    }

    TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }

    Path authorityFile() {
        return OmegaDeployment.data().resolve("pki/ca.pem");
    }

    Path keysOfOmega() {
        return OmegaDeployment.data().resolve("demo");
    }

    /** A message notice at the usual server; returns when it is acknowledged. */
    void notice(long sender, long receiver) throws InterruptedException {
        synchronized (omikron) {
            omikron.notice(sender, receiver);
        }
    }

    /** A read at the usual server; returns when it is acknowledged. */
    void read(long reader, long sender) throws InterruptedException {
        synchronized (omikron) {
            omikron.read(reader, sender);
        }
    }

    /** How often keys were updated at the usual server, once all connections have ended. */
    double keyUpdates() {
        await().until(() -> OperatorCalls.samples().get("omega_quic_connections") == 0);
        return sample("omega_quic_key_updates_total");
    }

    private static double sample(String name) {
        try {
            return OperatorCalls.samples().get(name);
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        omikron.close();
        strict.ifPresent(OmegaProcess::close);
        usual.close();
        database.close();
    }
}
