package net.tensamin.omega.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.store.StoppedDatabase;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** One node whose H2 is in a folder, which may be on a file system of its own. */
final class H2Scene implements Scene {
    private static final Duration SILENCE_LIMIT = Duration.ofMinutes(2);

    private static final Duration STOP = Duration.ofMinutes(1);

    private final Path folder;
    private final Optional<Mount> mount;
    private OmegaProcess omega;

    private H2Scene(Path folder, Optional<Mount> mount) {
        this.folder = folder;
        this.mount = mount;
    }

    /** @param mount on which its files are, and nothing else of the server's; closed with the scene */
    static H2Scene on(Mount mount) throws IOException, SQLException {
        return start(new H2Scene(mount.folder(), Optional.of(mount)));
    }

    static H2Scene start() throws IOException, SQLException {
        return start(new H2Scene(Files.createTempDirectory("omega-faults-"), Optional.empty()));
    }

    private static H2Scene start(H2Scene scene) throws IOException, SQLException {
        boolean started = false;
        try {
            OmegaDeployment.clear();
            ModelledLoad.register(scene.stopped());
            scene.startAgain();
            started = true;
            return scene;
        } finally {
            if (!started) {
                scene.leaveFolder();
            }
        }
    }

    private void leaveFolder() throws IOException {
        if (mount.isPresent()) {
            mount.get().close();
        } else {
            OmegaDeployment.clear(folder);
        }
    }

    /** What it has; not while the server runs. */
    DataSource stopped() {
        return StoppedDatabase.in(folder);
    }

    void startAgain() throws IOException {
        omega = OmegaProcess.start(Map.of(
                "omega.db.url",
                "jdbc:h2:file:" + folder.resolve("omega") + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE",
                "omega.tauri.ping-interval",
                "PT1S",
                "omega.tauri.ping-interval-longest",
                "PT1S",
                "omega.tauri.compare-interval",
                "PT1S"));
    }

    Mount mount() {
        return mount.orElseThrow();
    }

    @Override
    public String database() {
        return "H2";
    }

    @Override
    public int nodes() {
        return 1;
    }

    @Override
    public OmegaProcess process() {
        return omega;
    }

    @Override
    public URI https() {
        return OmegaDeployment.https();
    }

    @Override
    public OmikronClient omikron() throws GeneralSecurityException, IOException, InterruptedException {
        return OmikronClient.identified();
    }

    @Override
    public BadgeDevice device(long user) {
        TestIdentity identity =
                TestAuthority.development(OmegaDeployment.data()).device(user);
        return new BadgeDevice(() -> session(identity, user), SILENCE_LIMIT);
    }

    @Override
    public TauriClient session(TestIdentity identity, long user) {
        return TauriClient.identified(identity, user);
    }

    @Override
    public void change(Act change) throws Exception {
        omega.terminate();
        omega.awaitEnd(STOP);
        try (Connection connection = stopped().getConnection()) {
            connection.setAutoCommit(false);
            change.on(connection);
            connection.commit();
        }
        startAgain();
    }

    @Override
    public void close() throws IOException {
        omega.close();
        leaveFolder();
    }
}
