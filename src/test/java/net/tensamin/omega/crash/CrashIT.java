package net.tensamin.omega.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import net.tensamin.omega.store.StoppedDatabase;
import net.tensamin.omega.testing.OmegaDeployment;
import org.junit.jupiter.api.Test;

/**
 * Nothing acknowledged is lost when the server process is killed (SPEC §4). {@code omega.crash.kills} says how often each
 * database's is (the profile {@code crash} has hundreds), {@code omega.crash.seed} repeats a run's requests.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("omega.crash.kills", 2);
    private static final Map<String, String> OFTEN = Map.of(
            "omega.tauri.ping-interval", "PT0.2S",
            "omega.tauri.ping-interval-longest", "PT0.2S",
            "omega.tauri.compare-interval", "PT0.2S");
    private static final long SEED = Long.getLong("omega.crash.seed", System.nanoTime());

    @Test
    void nothingAcknowledgedIsLostOnH2() throws Exception {
        crash(StoppedDatabase.in(OmegaDeployment.data()), OFTEN);
    }

    @Test
    void nothingAcknowledgedIsLostOnPostgreSql() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            Map<String, String> config = new HashMap<>(OFTEN);
            config.put("omega.db.url", server.getJdbcUrl("postgres", "postgres"));
            crash(server.getPostgresDatabase(), config);
        }
    }

    private static void crash(DataSource database, Map<String, String> config) throws Exception {
        System.out.println("omega.crash.seed=" + SEED);
        try (CrashRun run = CrashRun.start(database, config, SEED)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                run.killOnce();
                System.out.printf("kill %d of %d: %d acknowledged, none lost%n", kill, KILLS, run.acknowledged());
            }
            assertTrue(run.acknowledged() > KILLS, "a run without load shows nothing");
        }
    }
}
