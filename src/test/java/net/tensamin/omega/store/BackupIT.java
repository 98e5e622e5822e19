package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.Shell;
import net.tensamin.omega.testing.SitePage;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code src/site/operations.md} says of backups, done with what it says to type. */
@Timeout(300)
class BackupIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final String PENDING = "{'type':'get_notifications','id':'p'}";

    @TempDir
    Path directory;

    @Test
    void whatWasThereIsThereAgainAndWhatCameAfterIsNot() throws Exception {
        List<String> scripts = new SitePage("operations.md").scripts();
        assertEquals(4, scripts.size(), "and PostgreSQL's");
        OmegaDeployment.clear();
        OmegaProcess omega = OmegaProcess.start(Map.of());
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        notice(BOB);
        stop(omega);

        Shell.run(directory, scripts.get(0));

        omega = OmegaProcess.start(Map.of());
        notice(BOB);
        assertEquals("[{\"sender_id\":\"7\",\"amount\":2}]", pending(phone));
        stop(omega);

        Shell.run(directory, scripts.get(1));

        omega = OmegaProcess.start(Map.of());
        assertEquals("[{\"sender_id\":\"7\",\"amount\":1}]", pending(phone), "the keys are the same, too");
        stop(omega);
    }

    private static void notice(long sender) throws Exception {
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(sender, ALICE);
        }
    }

    private static String pending(TestIdentity device) {
        try (TauriClient client = TauriClient.identified(device, ALICE)) {
            assertEquals("push_notification", client.talk().hear().getString("type"));
            return client.talk()
                    .ask(PENDING)
                    .getJsonObject("data")
                    .getJsonArray("notifications")
                    .toString();
        }
    }

    private static void stop(OmegaProcess omega) {
        omega.terminate();
        omega.awaitEnd(STOP);
    }
}
