package net.tensamin.omega.siege;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;

/** A server with its bystanders, for all attacks of a test class. */
final class Besieged implements AutoCloseable {
    /** How much is measured of each attack, at least. */
    private static final int MANY_PUSHES = Scale.of(40, 5);

    private static final int MANY_PROBES = Scale.of(10, 2);

    private final OmegaProcess server;
    private final ServerMemory memory;
    private final Bystander bystander;
    private final EmbeddedPostgres database;
    private final Path log;
    private final long logBefore;

    private Besieged(EmbeddedPostgres database, OmegaProcess server, Path log, long logBefore) throws Exception {
        this.database = database;
        this.server = server;
        this.log = log;
        this.logBefore = logBefore;
        memory = ServerMemory.of(server.id());
        bystander = Bystander.begin();
    }

    static Besieged begin() throws Exception {
        OmegaDeployment.clear();
        Path log = OmegaDeployment.data().resolveSibling("omega-process.log");
        long before = Files.exists(log) ? Files.size(log) : 0;
        EmbeddedPostgres database = EmbeddedPostgres.start();
        OmegaProcess server = null;
        try {
            server = OmegaProcess.start(
                    Map.of("omega.metrics.public", "true", "omega.db.url", database.getJdbcUrl("postgres", "postgres")),
                    List.of("-Xmx512m"));
            registerRogue(database);
            return new Besieged(database, server, log, before);
        } catch (Exception | AssertionError e) {
            if (server != null) {
                server.close();
            }
            database.close();
            throw e;
        }
    }

    /** An Omikron with the key of the demo's. */
    private static void registerRogue(EmbeddedPostgres database) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into omikron (omikron_id, public_key) select " + LinkAttacks.ROGUE
                    + ", public_key from omikron where omikron_id = 1");
        }
    }

    /** What an attack came to: times in milliseconds, sizes in MiB. */
    record Outcome(
            Attack attack,
            String got,
            ServerMemory.Held before,
            ServerMemory.Held during,
            int pushes,
            long pushMillis,
            long probeMillis,
            long backMillis) {
        long grownBy() {
            return during.heap() - before.heap();
        }
    }

    Outcome suffer(Attack attack) throws Exception {
        ServerMemory.Held before = memory.afterCollection();
        bystander.forget();
        String got;
        ServerMemory.Held during;
        int pushes;
        long pushMillis;
        long probeMillis;
        try (Attackers attackers = new Attackers()) {
            got = attack.course().run(attackers);
            awaitServed(MANY_PUSHES, MANY_PROBES);
            pushes = bystander.pushes().count();
            pushMillis = bystander.pushes().millis(0.99);
            probeMillis = bystander.probes().millis(1);
            during = memory.afterCollection();
        }
        return new Outcome(attack, got, before, during, pushes, pushMillis, probeMillis, awaitBack());
    }

    /** How long it takes until somebody is pushed to and served again. */
    private long awaitBack() {
        long before = System.nanoTime();
        bystander.forget();
        awaitServed(1, 1);
        return Duration.ofNanos(System.nanoTime() - before).toMillis();
    }

    private void awaitServed(int pushes, int probes) {
        await("bystanders")
                .atMost(Bystander.SERVED.multipliedBy(4))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> bystander.harm().isPresent()
                        || bystander.pushes().count() >= pushes
                                && bystander.probes().count() >= probes);
        bystander.harm().ifPresent(harm -> {
            throw new AssertionError("a bystander was harmed", harm);
        });
    }

    /** Lines of its log that tell of memory that ran out. */
    List<String> outOfMemory() throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        String said = new String(bytes, (int) logBefore, (int) (bytes.length - logBefore));
        return said.lines().filter(line -> line.contains("OutOfMemoryError")).toList();
    }

    OmegaProcess server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        bystander.close();
        memory.close();
        server.close();
        database.close();
    }
}
