package net.tensamin.omega.cli.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.cli.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final String DEVICE = "0123456789abcdef0123456789abcdef";

    private final AuditLog log = new AuditLog(Instant.parse("2026-11-28T12:00:00Z"));

    @Test
    void whatWasDoneSinceIsReadOnceAndInItsOrder() {
        removed("2026-11-28T12:00:00Z", 43);
        removed("2026-11-29T01:00:00Z", 42);
        removed("2026-11-29T02:00:00Z", 43);
        removed("2026-11-28T11:59:59.999Z", 44);
        revoked("2026-11-29T01:00:00Z", 200);

        assertEquals(List.of(43L, 42L), List.copyOf(log.users()));
        assertEquals(Set.of(new AuditLog.RevokedDevice(7, DEVICE)), log.devices());
        assertEquals(0, log.foreign());
    }

    @Test
    void whatWasRefusedOrIsNoRemovalDoesNotCount() {
        revoked("2026-11-29T01:00:00Z", 404);
        log.read("{\"at\":\"2026-11-29T01:00:00Z\",\"action\":\"DELETE /api/operations/users/{user_id}\","
                + "\"subject\":\"user_id=42\",\"status\":200}"); // the removal has an entry of its own
        log.read("{\"at\":\"2026-11-29T01:00:00Z\",\"action\":\"POST /api/operations/drain\",\"status\":200}");

        assertEquals(Set.of(), log.users());
        assertEquals(Set.of(), log.devices());
        assertEquals(0, log.foreign());
    }

    @Test
    void linesOfOthersAreLeftOutAndCounted() {
        log.read("");
        log.read("[2026-11-29] omega is up");
        log.read("{\"level\":\"INFO\",\"at\":7}");
        log.read("{\"at\":\"yesterday\",\"action\":\"user removed\",\"status\":200}");
        log.read("Nov 29 01:00:00 host omega[1]: " + removal("2026-11-29T01:00:00Z", 42));

        assertEquals(Set.of(42L), log.users());
        assertEquals(4, log.foreign());
    }

    @Test
    void aFileThatIsNotThereIsNoEmptyOne(@TempDir Path folder) throws Exception {
        assertThrows(Failure.class, () -> log.read(folder.resolve("audit.log")));
        Path file = folder.resolve("audit.log.2026-11-29");
        Files.write(file, List.of(removal("2026-11-29T01:00:00Z", 42), "other"));
        log.read(file);
        assertEquals(Set.of(42L), log.users());
        assertEquals(1, log.foreign());
    }

    private void removed(String at, long user) {
        log.read(removal(at, user));
    }

    private static String removal(String at, long user) {
        return "{\"at\":\"" + at + "\",\"action\":\"user removed\",\"subject\":\"user_id=" + user
                + "\",\"status\":200,\"node\":\"a:1\",\"id\":\"x\"}";
    }

    private void revoked(String at, int status) {
        log.read("{\"at\":\"" + at + "\",\"caller\":\"urn:tensamin:operator:ada\","
                + "\"action\":\"DELETE /api/operations/devices/{user_id}/{device_id}\","
                + "\"subject\":\"device_id=" + DEVICE + " user_id=7\",\"status\":" + status + ",\"node\":\"a:1\"}");
    }
}
