package net.tensamin.omega.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import net.tensamin.omega.crash.CrashModel.Change;
import net.tensamin.omega.crash.CrashModel.Pair;
import net.tensamin.omega.store.StoppedDatabase;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What SIGTERM leaves behind (SPEC §3, §4), with sessions live and requests on their way: cursors that are exact and all that
 * was acknowledged. Nothing but the end of the server writes cursors here.
 */
@Timeout(600)
class RestartIT {
    private static final int RESTARTS = Integer.getInteger("omega.restarts", 3);
    private static final Map<String, String> CONFIG = Map.of(
            "omega.tauri.cursor-interval", "PT1H",
            "omega.tauri.ping-interval", "PT0.2S",
            "omega.tauri.ping-interval-longest", "PT0.2S",
            "omega.tauri.compare-interval", "PT0.2S",
            "omega.drain.window", "PT4S");

    /** As a server starts that has no key of an authority: the files are there, and none is made. Whoever asks it is named, as in no demo. */
    private static final Map<String, String> WITHOUT_AUTHORITY =
            Map.of("omega.pki.development", "false", "omega.demo", "false", "omega.operators.administrators", "demo");

    private static final long WINDOW_MILLIS = 4_000;
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int GOING_AWAY = 1001; // RFC 6455 §7.4.1
    private static final int REQUESTS = 300;
    private static final int MOST_REQUESTS_BEFORE_STOP = 500;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

    /** Users of whom nothing changes any more once their devices have proven what they have. */
    private static final Set<Long> QUIET = Set.of(101L, 102L, 103L, 104L);

    private static final long[] OTHERS = LongStream.rangeClosed(105, 108).toArray();

    private final Random random = new Random();
    private final ModelledLoad load = new ModelledLoad(random);
    private final Map<Long, BadgeDevice> devices = new HashMap<>();

    @AfterEach
    void closeDevices() {
        devices.values().forEach(BadgeDevice::abandon);
    }

    @Test
    void everyCursorIsExactAndNothingAcknowledgedIsLost() throws Exception {
        OmegaDeployment.clear();
        ModelledLoad.register(database());
        OmegaProcess omega = OmegaProcess.start(CONFIG);
        try {
            for (long user : ModelledLoad.USERS) {
                TestIdentity identity = authority().device(user);
                devices.put(user, new BadgeDevice(() -> TauriClient.identified(identity, user), SILENCE_LIMIT));
            }
            for (int restart = 1; restart <= RESTARTS; restart++) {
                devices.values().forEach(BadgeDevice::connect);
                stopUnderLoad(omega);
                assertCursorsAreExact();
                omega = OmegaProcess.start(again());
                assertEnrolsNobody();
                Map<Long, Set<Long>> pending = load.compareWithServer();
                devices.values().forEach(BadgeDevice::connect);
                devices.forEach((user, device) -> device.awaitBadges(pending.get(user)));
                devices.values().forEach(BadgeDevice::close);
            }
        } finally {
            omega.close();
        }
    }

    private static Map<String, String> again() {
        Map<String, String> config = new HashMap<>(CONFIG);
        config.putAll(WITHOUT_AUTHORITY);
        return config;
    }

    /** SPEC §7: it only validates what others issue. All else here shows that the rest works. */
    private static void assertEnrolsNobody() throws Exception {
        URI est = OmegaDeployment.https().resolve(".well-known/est/");
        HttpRequest.Builder enrol = HttpRequest.newBuilder(est.resolve("simpleenroll"))
                .header("Content-Type", "application/pkcs10")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("42:code".getBytes(US_ASCII)))
                .POST(BodyPublishers.ofString("x"));
        for (HttpRequest.Builder request : List.of(HttpRequest.newBuilder(est.resolve("cacerts")), enrol)) {
            HttpResponse<String> refused = HttpClient.newBuilder()
                    .sslContext(OmegaTls.anonymous())
                    .build()
                    .send(request.build(), BodyHandlers.ofString());
            assertEquals(503, refused.statusCode());
            assertEquals(
                    "This server has no certificate authority's key (omega.pki.client-ca) and enrols nobody.\n",
                    refused.body());
        }
    }

    private void stopUnderLoad(OmegaProcess omega) throws Exception {
        OmikronClient omikron = OmikronClient.identified();
        for (int i = 0; i < REQUESTS; i++) {
            request(omikron, ModelledLoad.USERS);
        }
        load.awaitReplies(omikron);
        showLastChange(omikron);
        devices.values().forEach(BadgeDevice::prove);
        for (int i = random.nextInt(MOST_REQUESTS_BEFORE_STOP); i >= 0; i--) {
            request(omikron, OTHERS);
        }
        OmikronClient idle = OmikronClient.connect();
        omega.terminate();
        requestUntilTheEnd(omikron);
        assertEquals(GOING_AWAY, idle.closeCode());
        devices.values().forEach(RestartIT::assertSentAway);
        omega.awaitEnd(STOP);
        devices.values().forEach(BadgeDevice::abandon);
    }

    private void request(OmikronClient omikron, long... receivers) throws InterruptedException {
        if (load.tooMuchUnanswered()) {
            load.awaitReply(omikron);
        }
        load.request(omikron, receivers);
        devices.values().forEach(BadgeDevice::look);
    }

    /** The mark's badge is cleared and set again, after everything else. */
    private void showLastChange(OmikronClient omikron) throws InterruptedException {
        for (long user : ModelledLoad.USERS) {
            load.send(omikron, new Pair(user, ModelledLoad.MARK), Change.READ);
        }
        load.awaitReplies(omikron);
        devices.values().forEach(device -> device.awaitBadgeGone(ModelledLoad.MARK));
        for (long user : ModelledLoad.USERS) {
            load.send(omikron, new Pair(user, ModelledLoad.MARK), Change.NOTICE);
        }
        load.awaitReplies(omikron);
        devices.values().forEach(device -> device.awaitBadge(ModelledLoad.MARK));
    }

    private void requestUntilTheEnd(OmikronClient omikron) throws InterruptedException {
        while (!omikron.ended()) {
            if (load.tooMuchUnanswered()) {
                TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            } else {
                load.request(omikron, OTHERS);
            }
            load.takeReplies(omikron);
        }
        load.takeReplies(omikron);
    }

    private static void assertSentAway(BadgeDevice device) {
        QuicheClient.Close close = device.awaitClose();
        assertTrue(close.application(), close::toString);
        assertEquals(100, close.error(), close::toString);
        long millis = Long.parseLong(close.reason().substring("retry-after-ms=".length()));
        assertTrue(millis >= 0 && millis < WINDOW_MILLIS, close::toString);
    }

    /** The mark was proven, and for quiet users it is the last change; others may have proven more since. */
    private static void assertCursorsAreExact() throws SQLException {
        String query = """
                select device.user_id, cursor_revision, mailbox.revision, pending_pair.revision
                from device
                join mailbox on mailbox.user_id = device.user_id
                join pending_pair on receiver_id = device.user_id and sender_id = %d
                """.formatted(ModelledLoad.MARK);
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int devices = 0;
            for (; rows.next(); devices++) {
                assertCursor(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4));
            }
            assertEquals(ModelledLoad.USERS.length, devices, "devices with a cursor");
        }
    }

    private static void assertCursor(long user, long cursor, long last, long mark) {
        if (QUIET.contains(user)) {
            assertEquals(last, mark, () -> "nothing changed for user " + user);
            assertEquals(last, cursor, () -> "cursor of the device of user " + user);
        } else {
            assertTrue(mark <= cursor && cursor <= last, () -> mark + " <= " + cursor + " <= " + last + " of " + user);
        }
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }

    private static DataSource database() {
        return StoppedDatabase.in(OmegaDeployment.data());
    }
}
