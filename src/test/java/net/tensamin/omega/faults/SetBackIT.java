package net.tensamin.omega.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaNodes.Node;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.PostgreSqlPair;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on a PostgreSQL that fails over to a standby that lagged (SPEC §4): the node that commits finds out, and the other hears of it, which would not look
 * at its sessions for ten minutes.
 */
@Timeout(600)
class SetBackIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SILENCE_LIMIT = Duration.ofMinutes(9);
    private static final long ALICE = ModelledLoad.USERS[0];
    private static final long BOB = ModelledLoad.USERS[1];
    private static final long CAROL = ModelledLoad.USERS[2];
    private static final long DAVE = ModelledLoad.USERS[3];
    private static final long ERIN = ModelledLoad.USERS[4];
    private static final String FOUND = "The database is older than it was: what this server committed is not there";
    private static final String TAKEN_BACK = "The database is older than it was: mailboxes of 1 users";

    @TempDir
    Path directory;

    private PostgreSqlPair database;
    private OmegaNodes nodes;

    @BeforeEach
    void start() throws Exception {
        database = PostgreSqlPair.start(directory);
        nodes = OmegaNodes.on(
                database.primary(),
                List.of(
                        config(Map.of("omega.tauri.compare-interval", "PT0.5S")),
                        config(Map.of("omega.tauri.compare-interval", "PT10M"))));
        ModelledLoad.register(database.primary());
        nodes.start();
    }

    private Map<String, String> config(Map<String, String> own) {
        Map<String, String> config = new HashMap<>(own);
        config.put("omega.db.url", database.url());
        config.put("omega.db.user", PostgreSqlPair.user());
        return config;
    }

    @AfterEach
    void stop() throws IOException {
        nodes.close();
        database.close();
    }

    @Test
    void theNodeThatCommitsFindsOutAndSessionsOfTheOtherReadTheStoreAnew() throws Exception {
        Node committing = nodes.node(0);
        Node other = nodes.node(1);
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        long logged = ServerLog.lines();
        try (OmikronClient omikron = committing.omikron(1);
                BadgeDevice later = new BadgeDevice(() -> other.device(phone, ALICE), SILENCE_LIMIT)) {
            try (BadgeDevice first = new BadgeDevice(() -> committing.device(phone, ALICE), SILENCE_LIMIT)) {
                first.connect();
                omikron.notice(BOB, ALICE);
                prove(first, 1);
                database.awaitStandby();
                database.letLag();
                omikron.read(ALICE, BOB);
                omikron.notice(CAROL, ALICE);
                prove(first, 3);
            }
            later.connect();
            omikron.notice(DAVE, ALICE);
            later.awaitBadge(DAVE); // at the last revision of a mailbox that will have one

            database.stopPrimary();
            database.promote();
            notice(omikron, ERIN, BOB); // who has no session: of Alice's the other node only hears

            later.awaitBadge(BOB);
            await("her cursor is taken back").atMost(PATIENCE).until(() -> cursor(database.standby()) == 0);
            omikron.notice(ERIN, ALICE);
            later.awaitBadge(ERIN);
        }
        List<String> lines = ServerLog.since(logged);
        assertEquals(1, lines.stream().filter(line -> line.contains(FOUND)).count(), lines::toString);
        assertEquals(1, lines.stream().filter(line -> line.contains(TAKEN_BACK)).count(), lines::toString);
    }

    private void prove(BadgeDevice device, long revision) {
        await("a cursor at " + revision).atMost(PATIENCE).until(() -> {
            device.look();
            return cursor(database.primary()) == revision;
        });
    }

    private static long cursor(DataSource store) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select coalesce(max(cursor_revision), 0) from device where user_id = " + ALICE)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Waits for longer than a test usually does: nothing is committed before the failover is over. */
    private static void notice(OmikronClient omikron, long sender, long receiver) {
        omikron.beginSend("{\"id\":\"1\",\"type\":\"push_notification\",\"data\":{\"sender_id\":%d,\"receiver_id\":%d}}"
                .formatted(sender, receiver));
        await("an acknowledgement").atMost(PATIENCE).until(() -> {
            Optional<OmikronClient.Message> reply = omikron.replyNow();
            reply.ifPresent(answer -> assertEquals("push_notification", answer.type()));
            return reply.isPresent();
        });
    }
}
