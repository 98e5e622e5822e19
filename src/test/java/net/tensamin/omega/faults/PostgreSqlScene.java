package net.tensamin.omega.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.PostgreSqlProcess;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TcpRelay;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** One node or three on a PostgreSQL, each with a network of its own between the two. */
final class PostgreSqlScene implements Scene {
    private static final Duration SILENCE_LIMIT = Duration.ofMinutes(2);

    private final PostgreSqlProcess database;
    private final List<TcpRelay> networks = new ArrayList<>();
    private final List<OmegaProcess> alone = new ArrayList<>();
    private OmegaNodes together;

    private PostgreSqlScene(PostgreSqlProcess database) {
        this.database = database;
    }

    static PostgreSqlScene start(int nodes) throws IOException, SQLException {
        PostgreSqlScene scene = new PostgreSqlScene(PostgreSqlProcess.start());
        OmegaDeployment.clear();
        ModelledLoad.register(scene.database.database());
        List<Map<String, String>> configs = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            configs.add(scene.config());
        }
        if (nodes == 1) {
            scene.alone.add(OmegaProcess.start(configs.get(0)));
        } else {
            scene.together = OmegaNodes.on(scene.database.database(), configs);
            scene.together.start();
            scene.registerSecondOmikron();
        }
        assertPoolIsAsLargeAsConfigured();
        return scene;
    }

    /** The server's pool is reached by reflection. */
    private static void assertPoolIsAsLargeAsConfigured() throws IOException {
        try (Stream<String> lines = Files.lines(OmegaProcess.log())) {
            assertEquals(
                    0, lines.filter(line -> line.contains("omega.db.pool-size")).count());
        }
    }

    private void registerSecondOmikron() throws SQLException {
        try (Connection connection = database.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into omikron select 2, public_key from omikron where omikron_id = 1");
        }
    }

    private Map<String, String> config() throws IOException {
        TcpRelay network = TcpRelay.to(database.port());
        networks.add(network);
        return new HashMap<>(Map.of(
                "omega.db.url",
                PostgreSqlProcess.url(network.port()),
                "omega.db.user",
                PostgreSqlProcess.user(),
                "omega.db.pool-size",
                "16",
                "omega.tauri.ping-interval",
                "PT1S",
                "omega.tauri.ping-interval-longest",
                "PT1S",
                "omega.tauri.compare-interval",
                "PT1S"));
    }

    @Override
    public String database() {
        return "PostgreSQL";
    }

    @Override
    public int nodes() {
        return networks.size();
    }

    PostgreSqlProcess postgreSql() {
        return database;
    }

    /** Between a node and the database. */
    TcpRelay network(int node) {
        return networks.get(node);
    }

    /** Of several. */
    OmegaNodes.Node node(int index) {
        return together.node(index);
    }

    @Override
    public URI https() {
        return together == null ? OmegaDeployment.https() : node(0).https();
    }

    @Override
    public OmikronClient omikron() throws GeneralSecurityException, IOException, InterruptedException {
        return together == null ? OmikronClient.identified() : node(0).omikron(1);
    }

    @Override
    public BadgeDevice device(long user) {
        TestIdentity identity =
                TestAuthority.development(OmegaDeployment.data()).device(user);
        return new BadgeDevice(() -> session(identity, user), SILENCE_LIMIT);
    }

    @Override
    public TauriClient session(TestIdentity identity, long user) {
        return together == null ? TauriClient.identified(identity, user) : node(0).device(identity, user);
    }

    @Override
    public OmegaProcess process() {
        return together == null ? alone.get(0) : node(0).process();
    }

    /** What a query answers, asked by the test. */
    long number(String query) throws SQLException {
        try (Connection connection = database.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void change(Act change) throws SQLException {
        try (Connection connection = database.database().getConnection()) {
            connection.setAutoCommit(false);
            change.on(connection);
            connection.commit();
        }
    }

    @Override
    public void close() throws IOException {
        alone.forEach(OmegaProcess::close);
        if (together != null) {
            together.close();
        }
        for (TcpRelay network : networks) {
            network.close();
        }
        database.close();
    }
}
