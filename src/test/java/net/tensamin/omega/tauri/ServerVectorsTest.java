package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server in the conversations that are given to authors of clients: it says exactly what they are told that it says. */
class ServerVectorsTest {
    private static final DeviceId PHONE = DeviceId.of(ALICES_PHONE);

    @ParameterizedTest
    @MethodSource
    void saysWhatItIsSaidToSay(JsonObject conversation) {
        new Replay(conversation.getJsonObject("mailbox")).play(conversation);
    }

    static Stream<JsonObject> saysWhatItIsSaidToSay() throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(Path.of("src/site/client-vectors.json")))) {
            return reader.readObject().getJsonArray("conversations").stream()
                    .map(JsonValue::asJsonObject)
                    .filter(conversation -> !conversation.getString("for", "").equals("client"));
        }
    }

    private static final class Replay {
        private final SessionFixture fixture = new SessionFixture();
        private SessionFixture.Client client;
        private int heard;

        Replay(JsonObject mailbox) {
            setTo(mailbox);
            long cursor = mailbox.getInt("cursor");
            fixture.devices.stored.put(List.of(ALICE, PHONE), new DeviceCursor(ALICE, PHONE, cursor, Instant.EPOCH, 0));
        }

        private void setTo(JsonObject mailbox) {
            Map<UserId, Badge> badges = new HashMap<>();
            for (JsonObject pair : mailbox.getJsonArray("pairs").getValuesAs(JsonObject.class)) {
                UserId sender = UserId.parse(pair.getString("sender_id"));
                badges.put(sender, new Badge(sender, pair.getInt("amount"), pair.getInt("revision")));
            }
            fixture.inbox.setBackTo(mailbox.getInt("revision"), badges);
        }

        void play(JsonObject conversation) {
            for (JsonObject step : conversation.getJsonArray("steps").getValuesAs(JsonObject.class)) {
                String what = step.keySet().iterator().next();
                switch (what) {
                    case "connection" -> connection(step.getString(what));
                    case "client" -> says(step.getJsonObject(what));
                    case "server" -> assertHears(step.getJsonObject(what));
                    case "happens" -> happens(step.getJsonObject(what));
                    case "passes_ms" -> pass(Duration.ofMillis(step.getInt(what)));
                    case "proven" ->
                        assertEquals(
                                step.getInt(what),
                                fixture.cursors.open(ALICE, PHONE).revision());
                    case "shows", "user_reads" -> {}
                    default -> throw new AssertionError("unknown step: " + step);
                }
            }
            assertEquals(client.stream.sent.size(), heard, () -> "more than that: " + client.stream.sent);
        }

        private void connection(String becomes) {
            if (becomes.equals("lost")) {
                client.session.lines().closed();
            } else {
                client = fixture.client(ALICES_PHONE);
                heard = 0;
            }
        }

        private void says(JsonObject message) {
            boolean pong = message.getString("type").equals("pong");
            client.says(pong ? "{'type':'pong','data':{'last_ping':0}}" : message.toString());
            fixture.background.runAll();
        }

        private void assertHears(JsonObject expected) {
            assertTrue(heard < client.stream.sent.size(), () -> "hears nothing, and not " + expected);
            String line = client.stream.sent.get(heard++).replace('\'', '"');
            try (JsonReader reader = Json.createReader(new StringReader(line))) {
                assertEquals(expected, reader.readObject());
            }
            assertEquals(expected.toString(), line, "members in this order");
        }

        private void happens(JsonObject event) {
            String what = event.keySet().iterator().next();
            if (what.equals("restored")) {
                setTo(event.getJsonObject(what));
                new RevisionSweep(List.of(fixture.sessions), fixture.inbox, new LocalBus()).sweep();
            } else {
                UserId sender = UserId.parse(event.getString(what));
                Badge badge = fixture.inbox.badges.get(sender);
                long amount = badge == null ? 0 : badge.amount();
                fixture.deliver(fixture.change(sender, what.equals("notice") ? amount + 1 : 0));
            }
            fixture.background.runAll();
        }

        private void pass(Duration time) {
            fixture.pass(time);
            client.session.tick();
        }
    }
}
