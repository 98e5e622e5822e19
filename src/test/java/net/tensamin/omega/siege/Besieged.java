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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;

/** A server with its bystanders, for all attacks of a test class. */
final class Besieged implements AutoCloseable {
    /** How much is measured of each attack, at least. */
    private static final int MANY_PUSHES = Scale.of(100, 5);

    private static final int MANY_PROBES = Scale.of(10, 2);

    static final long MOST_HEAP_MIB = 64;
    static final long MOST_PUSH_MILLIS = 250;
    static final long MOST_PROBE_MILLIS = 1_000;
    static final long MOST_BACK_MILLIS = 5_000;

    private final OmegaProcess server;
    private final ServerMemory memory;
    private Bystander bystander;
    private final EmbeddedPostgres database;
    private final Path log;
    private final long logBefore;

    /** What lived before each attack of a whole run, by class. */
    private final Path histograms;

    private Besieged(EmbeddedPostgres database, OmegaProcess server, Path log, long logBefore) throws Exception {
        this.database = database;
        this.server = server;
        this.log = log;
        this.logBefore = logBefore;
        memory = ServerMemory.of(server.id());
        bystander = Bystander.begin();
        histograms = Files.createDirectories(Path.of("target", "siege"));
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
            statement.executeUpdate("insert into omikron (omikron_id, public_key) select " + OmikronAttacks.ROGUE
                    + ", public_key from omikron where omikron_id = 1");
        }
    }

    /** What an attack came to, {@code times} in a row: times in milliseconds, sizes in MiB, the server's processor time for one. */
    record Outcome(
            Attack attack,
            int times,
            String got,
            ServerMemory.Held before,
            ServerMemory.Held during,
            Duration processor,
            int pushes,
            long medianPushMillis,
            long pushMillis,
            long probeMillis,
            long backMillis,
            List<String> ownLimits) {
        long grownBy() {
            return during.heap() - before.heap();
        }

        /** The limits that were exceeded. */
        List<String> exceeded() {
            List<String> all = new ArrayList<>(ownLimits);
            add(all, "heap", grownBy(), MOST_HEAP_MIB);
            add(all, "push", pushMillis, MOST_PUSH_MILLIS);
            add(all, "probe", probeMillis, MOST_PROBE_MILLIS);
            add(all, "back", backMillis, MOST_BACK_MILLIS);
            return all;
        }

        private static void add(List<String> all, String name, long value, long most) {
            if (value > most) {
                all.add(name);
            }
        }
    }

    /** Again and again until enough is measured while it goes on: what is measured after it would make it look better. */
    Outcome suffer(Attack attack) throws Exception {
        if (Scale.isWhole()) {
            Files.writeString(histograms.resolve(attack.id() + ".txt"), memory.histogram());
        }
        ServerMemory.Held before = memory.afterCollection();
        if (bystander.harm().isPresent()) { // by the attack before, whose row has failed
            bystander.close();
            bystander = Bystander.begin();
        }
        Duration used = memory.processorTime();
        bystander.forget();
        String got = "";
        int times = 0;
        List<String> exceeded = List.of();
        Attackers attackers = new Attackers();
        try {
            do {
                attackers.close();
                attackers = new Attackers();
                got = attackedOnce(attack, attackers);
                exceeded = attackers.exceeded();
                times++;
            } while (attack.isRepeated() && isNotEnough());
            awaitServed(MANY_PUSHES, MANY_PROBES);
            used = memory.processorTime().minus(used).dividedBy(times);
            Bystander.Times pushes = bystander.pushes();
            int count = pushes.count();
            long median = pushes.millis(0.5);
            long most = pushes.millis(0.99);
            long probe = bystander.probes().millis(1);
            ServerMemory.Held during = memory.afterCollection();
            attackers.close();
            return new Outcome(
                    attack, times, got, before, during, used, count, median, most, probe, awaitBack(), exceeded);
        } finally {
            attackers.close();
        }
    }

    private boolean isNotEnough() {
        return bystander.pushes().count() < MANY_PUSHES && bystander.harm().isEmpty();
    }

    private static String attackedOnce(Attack attack, Attackers attackers) {
        return Niceness.run(() -> attack.course().run(attackers));
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
