package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.quic.streams.LineStream;

/**
 * A phone of Alice that says anything (SPEC §2–§4). Each line of the input is one of the phone's, but for those that begin
 * with an exclamation mark: {@code !t} lets time pass, {@code !n} is a notice for Alice, {@code !r} a read elsewhere.
 */
class TauriSessionFuzzTest {
    private final SessionFixture around = new SessionFixture();
    private final SessionFixture.Client phone = around.client(SessionFixture.ALICES_PHONE);
    private final Heard heard = new Heard();
    private final List<Long> revisionsAtPing = new ArrayList<>();
    private int pongs;

    @FuzzTest
    void whateverAPhoneSays(byte[] input) {
        new TauriSessionFuzzTest().play(new String(input, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private void play(String script) {
        for (String step : script.split("\n", -1)) {
            if (!step.startsWith("!")) {
                says(step.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            } else if (step.startsWith("!t")) {
                around.pass(Duration.ofSeconds(15));
                phone.session.tick();
            } else {
                around.deliver(around.change(SessionFixture.BOB, step.startsWith("!n") ? 1 : 0));
            }
            around.background.runAll();
            heard.take().forEach(this::startedByTheServer);
            cursorHasItsProof();
        }
    }

    private void says(byte[] line) {
        boolean identified = phone.session.binding().isPresent();
        boolean open = !phone.session.ended();
        TauriRequest request = TauriCodec.read(line);
        pongs += open && identified && request.message() instanceof TauriMessage.Pong ? 1 : 0;

        phone.session.lines().line(heard, line);

        List<JsonObject> said = heard.take();
        List<JsonObject> replies =
                said.stream().filter(one -> one.containsKey("id")).toList();
        said.stream().filter(one -> !one.containsKey("id")).forEach(this::startedByTheServer);
        boolean due = open && (identified ? !(request.message() instanceof TauriMessage.Pong) : identifies(request));
        boolean cutOff = open && phone.session.ended();
        assertEquals(due && !cutOff ? 1 : 0, replies.size(), () -> request + " got " + said);
        replies.forEach(reply -> answers(reply, line));
        phone.session.binding().ifPresent(bound -> assertEquals(SessionFixture.ALICE, bound.user()));
    }

    private static boolean identifies(TauriRequest request) {
        return request.message() instanceof TauriMessage.Identification
                || request.message() instanceof TauriMessage.Malformed malformed && malformed.identification();
    }

    /** Nothing is granted to what another reader takes for no JSON; and a reply carries its request's id. */
    private static void answers(JsonObject reply, byte[] line) {
        if (!reply.getString("type").startsWith("error_")) {
            JsonObject asked = parse(line).orElseThrow();
            if (asked.containsKey("id") && !asked.isNull("id")) {
                assertEquals(asked.getString("id"), reply.getString("id"));
            }
        }
    }

    private void startedByTheServer(JsonObject message) {
        assertTrue(phone.session.binding().isPresent(), () -> "to nobody: " + message);
        if (message.getString("type").equals("ping")) {
            revisionsAtPing.add(around.inbox.revision);
        }
    }

    private void cursorHasItsProof() {
        around.cursors.write();
        UserId alice = SessionFixture.ALICE;
        int proofs = Math.min(pongs, revisionsAtPing.size());
        long proven = proofs == 0 ? 0 : revisionsAtPing.get(proofs - 1);
        long cursor = around.devices.cursor(alice, DeviceId.of(SessionFixture.ALICES_PHONE));
        assertTrue(cursor <= proven, () -> "cursor " + cursor + ", proven " + proven);
        assertTrue(around.devices.stored.keySet().stream()
                .allMatch(key -> key.get(0).equals(alice)));
    }

    private static Optional<JsonObject> parse(byte[] utf8) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(utf8))) {
            return Optional.of(reader.readObject());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** A stream of which everything is read, and read strictly. */
    private static final class Heard implements LineStream {
        @Override
        public boolean hasEnded() {
            return false;
        }

        private final List<JsonObject> messages = new ArrayList<>();

        private List<JsonObject> take() {
            List<JsonObject> taken = List.copyOf(messages);
            messages.clear();
            return taken;
        }

        @Override
        public void send(byte[] utf8) {
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            } catch (CharacterCodingException e) {
                throw new AssertionError("not UTF-8", e);
            }
            messages.add(parse(utf8).orElseThrow());
        }

        @Override
        public boolean offer(byte[] utf8, long sinceNanos) {
            send(utf8);
            return true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
