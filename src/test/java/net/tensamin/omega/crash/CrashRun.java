package net.tensamin.omega.crash;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.awaitility.Awaitility;

/**
 * Loads a server with notices and reads, kills it at a random moment, starts it on the same data, and compares the store with
 * what the model allows and every device's badges with the store; again and again.
 */
final class CrashRun implements AutoCloseable {
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);
    private static final int MOST_REQUESTS = 2_000;
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(5);
    private static final Duration CONNECTION_END = Duration.ofSeconds(20);

    private final Map<String, String> config;
    private final Random random;
    private final ModelledLoad load;
    private final Map<Long, List<BadgeDevice>> devices = new HashMap<>();
    private OmegaProcess omega;

    private CrashRun(Map<String, String> config, long seed) {
        this.config = config;
        this.random = new Random(seed);
        this.load = new ModelledLoad(random);
    }

    /** @param database empty, and the one that {@code config} names */
    static CrashRun start(DataSource database, Map<String, String> config, long seed) throws IOException, SQLException {
        OmegaDeployment.clear();
        ModelledLoad.register(database);
        CrashRun run = new CrashRun(config, seed);
        run.omega = OmegaProcess.start(config);
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        for (long user : ModelledLoad.USERS) {
            run.devices.put(user, List.of(device(authority.device(user), user), device(authority.device(user), user)));
        }
        run.eachDevice(BadgeDevice::connect);
        return run;
    }

    private static BadgeDevice device(TestIdentity identity, long user) {
        return new BadgeDevice(() -> TauriClient.identified(identity, user), SILENCE_LIMIT);
    }

    /** How many requests were acknowledged. */
    long acknowledged() {
        return load.acknowledged();
    }

    /** One life of the server, from a running one to the next. */
    void killOnce() throws Exception {
        loadAndKill();
        eachDevice(BadgeDevice::abandon);
        omega = OmegaProcess.start(config);
        check();
    }

    private void loadAndKill() throws Exception {
        OmikronClient omikron = OmikronClient.identified();
        int requests = 1 + random.nextInt(MOST_REQUESTS);
        for (long start = System.nanoTime(); requests > 0 && System.nanoTime() - start < LONGEST_LOAD.toNanos(); ) {
            if (load.tooMuchUnanswered()) {
                load.awaitReply(omikron);
            } else {
                load.request(omikron, ModelledLoad.USERS);
                requests--;
            }
            load.takeReplies(omikron);
            eachDevice(BadgeDevice::look);
        }
        omega.kill();
        Awaitility.await().atMost(CONNECTION_END).until(omikron::ended);
        load.takeReplies(omikron);
    }

    private void check() throws Exception {
        Map<Long, Set<Long>> pending = load.compareWithServer();
        eachDevice(BadgeDevice::connect);
        devices.forEach((user, both) -> both.forEach(device -> device.awaitBadges(pending.get(user))));
    }

    private void eachDevice(Consumer<BadgeDevice> action) {
        devices.values().forEach(both -> both.forEach(action));
    }

    @Override
    public void close() {
        eachDevice(BadgeDevice::abandon);
        omega.kill();
    }
}
