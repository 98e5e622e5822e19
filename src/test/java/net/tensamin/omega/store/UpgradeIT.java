package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OperatorCalls;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * This WAR on what the version before left: {@code upgrade/data.zip} is the data folder of a server of commit e9c2c5f with an embedded
 * database, keys and certificates (issued anew by its CA, to last until 2036), {@code upgrade/omega.sql} the dump of another
 * with its keys ({@code pg_dump --inserts --no-owner}, without comments and settings). In both Alice has a device "phone", which has proven
 * what is pending, and a device "lost", which is revoked.
 */
@Timeout(600)
class UpgradeIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final int CERTIFICATE_REVOKED = 44; // RFC 8446 §6
    private static final String PENDING = "{'type':'get_notifications','id':'p'}";

    @BeforeEach
    void unpack() throws IOException {
        OmegaDeployment.clear();
        try (ZipInputStream files = new ZipInputStream(resource("data.zip"))) {
            for (ZipEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                Path target = OmegaDeployment.data().resolve(file.getName());
                Files.createDirectories(target.getParent());
                Files.write(target, files.readAllBytes());
            }
        }
    }

    @Test
    void aDataFolderOfTheVersionBeforeIsGoneOnWith() throws Exception {
        try (OmegaProcess omega = OmegaProcess.start(Map.of())) {
            goesOn(device("phone"));
            assertEquals(Optional.of(CERTIFICATE_REVOKED), refusal(device("lost")));
            assertTrue(omega.readiness() == 200);
        }
    }

    @Test
    void aDumpOfTheVersionBeforeIsGoneOnWith() throws Exception {
        Files.delete(OmegaDeployment.data().resolve("omega.mv.db"));
        try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
            restore(database);
            Map<String, String> config = Map.of("omega.db.url", database.getJdbcUrl("postgres", "postgres"));
            try (OmegaProcess omega = OmegaProcess.start(config)) {
                goesOn(device("phone-postgresql"));
                assertTrue(omega.readiness() == 200);
            }
        }
    }

    private static void restore(EmbeddedPostgres database) throws IOException, SQLException {
        try (InputStream dump = resource("omega.sql");
                Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(dump.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** What it proved is not sent again, what was pending is, and what comes is pushed. */
    private static void goesOn(TestIdentity phone) throws Exception {
        JsonObject known = OperatorCalls.json("api/operations/devices/42").getJsonArray("devices").stream()
                .map(JsonObject.class::cast)
                .filter(device -> device.getString("device_id")
                        .equals(DeviceId.of(phone.certificate()).value()))
                .findFirst()
                .orElseThrow();
        assertEquals("phone", known.getString("name"));
        assertEquals(1, known.getInt("cursor"));
        try (TauriClient client = TauriClient.identified(phone, ALICE);
                OmikronClient omikron = OmikronClient.identified()) {
            assertEquals(
                    "[{\"sender_id\":\"7\",\"amount\":1,\"revision\":1}]",
                    client.talk()
                            .ask(PENDING)
                            .getJsonObject("data")
                            .getJsonArray("notifications")
                            .toString());
            omikron.notice(BOB, ALICE);
            assertEquals("push_notification", client.talk().hear().getString("type"));
            assertFalse(client.closedByServer());
        }
    }

    private static Optional<Integer> refusal(TestIdentity device) {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        try (QuicheClient client = QuicheClient.connect(server, authority.certificate(), device)) {
            return client.awaitClose(Duration.ofSeconds(30)).alert();
        }
    }

    private static TestIdentity device(String name) {
        Path devices = OmegaDeployment.data().resolve("devices");
        return TestIdentity.read(devices.resolve(name + ".pem"), devices.resolve(name + ".key"));
    }

    private static InputStream resource(String name) {
        return UpgradeIT.class.getResourceAsStream("/upgrade/" + name);
    }
}
