package net.tensamin.omega.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.tensamin.omega.cli.client.Ending.Comeback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference client in the conversations that are given to authors of other clients. */
class ClientVectorsTest {
    private static final JsonObject VECTORS = read();
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int CLIENTS = 2_000;

    private static JsonObject read() {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(Path.of("src/site/client-vectors.json")))) {
            return reader.readObject();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @ParameterizedTest
    @MethodSource
    void showsWhatItIsToShow(JsonObject conversation) {
        new Replay(conversation).play();
    }

    static Stream<JsonObject> showsWhatItIsToShow() {
        return VECTORS.getJsonArray("conversations").stream().map(JsonValue::asJsonObject);
    }

    @ParameterizedTest
    @MethodSource
    void comesBackWhenItIsTo(JsonObject vector) {
        Ending ending = ending(vector);
        assertEquals(vector.containsKey("never"), ending.comeback() == Comeback.NEVER, vector::toString);
        if (vector.containsKey("wait_ms")) {
            long shortest = vector.getJsonArray("wait_ms").getInt(0);
            long longest = vector.getJsonArray("wait_ms").getInt(1);
            long[] waits = waits(ending);
            long tenth = (longest - shortest) / 10;
            assertTrue(LongStream.of(waits).allMatch(wait -> wait >= shortest && wait <= longest), vector::toString);
            assertTrue(waits[0] <= shortest + tenth && waits[CLIENTS - 1] >= longest - tenth, "spread over all of it");
        }
    }

    static Stream<JsonObject> comesBackWhenItIsTo() {
        return VECTORS.getJsonArray("endings").stream().map(JsonValue::asJsonObject);
    }

    private static Ending ending(JsonObject vector) {
        if (vector.containsKey("close")) {
            return Ending.ofCloseCode(vector.getInt("close"), vector.getString("reason", ""));
        }
        int error = vector.containsKey("alert") ? 0x100 + vector.getInt("alert") : vector.getInt("transport");
        return Ending.ofTransportError(error, true, "test");
    }

    private static long[] waits(Ending ending) {
        return IntStream.range(0, CLIENTS)
                .mapToLong(seed ->
                        new ReturnSchedule(new Random(seed)).after(ending).toMillis())
                .sorted()
                .toArray();
    }

    @Test
    void triesAreFurtherAndFurtherApart() {
        JsonObject tries = VECTORS.getJsonObject("tries");
        List<Integer> ceilings =
                tries.getJsonArray("ceilings_ms").getValuesAs(number -> Integer.parseInt(number.toString()));
        long[] longest = new long[ceilings.size()];
        for (int seed = 0; seed < CLIENTS; seed++) {
            ReturnSchedule schedule = new ReturnSchedule(new Random(seed));
            for (int i = 0; i < longest.length; i++) {
                longest[i] =
                        Math.max(longest[i], schedule.after(Ending.lost("test")).toMillis());
            }
        }
        for (int i = 0; i < longest.length; i++) {
            int ceiling = ceilings.get(i);
            assertTrue(longest[i] <= ceiling && longest[i] > ceiling * 0.9, "try " + i + ": " + longest[i]);
        }
        assertEquals(ReturnSchedule.FIRST.toMillis(), tries.getInt("first_ms"));
        assertEquals(ReturnSchedule.LONGEST.toMillis(), tries.getInt("longest_ms"));
    }

    /** One conversation. */
    private static final class Replay {
        private final JsonObject conversation;
        private final ClientFixture fixture;
        /** The client's id of what the vector has under another. */
        private final Map<String, String> ids = new HashMap<>();

        private int matched;

        Replay(JsonObject conversation) {
            this.conversation = conversation;
            this.fixture = new ClientFixture(TauriClient.Conduct.STAYS, Badges.of(conversation.getJsonObject("kept")));
        }

        void play() {
            for (JsonObject step : conversation.getJsonArray("steps").getValuesAs(JsonObject.class)) {
                String what = step.keySet().iterator().next();
                switch (what) {
                    case "connection" -> connection(step.getString(what));
                    case "client" -> assertSays(step.getJsonObject(what));
                    case "server" -> fixture.hears(line(step.getJsonObject(what)));
                    case "user_reads" -> fixture.client().read(Long.parseLong(step.getString(what)));
                    case "passes_ms" -> fixture.passes(Duration.ofMillis(step.getInt(what)));
                    case "shows" ->
                        assertEquals(
                                shows(step.getJsonObject(what)),
                                fixture.client().badges().shown(),
                                step::toString);
                    case "happens", "proven" -> {}
                    default -> throw new AssertionError("unknown step: " + step);
                }
            }
            assertEquals(List.of(), fixture.sent.subList(matched, fixture.sent.size()), "and says nothing else");
            assertFalse(
                    fixture.done.contains("away") && !conversation.toString().contains("lost"));
        }

        private void connection(String becomes) {
            if (becomes.equals("lost")) {
                fixture.ended(Ending.lost("test"));
                fixture.passes(LONG);
                matched = fixture.sent.size();
            } else {
                fixture.connected();
            }
        }

        private void assertSays(JsonObject expected) {
            assertTrue(matched < fixture.sent.size(), () -> "says nothing, and not " + expected);
            JsonObject said = fixture.sent.get(matched++);
            if (expected.containsKey("id")) {
                ids.put(expected.getString("id"), said.getString("id"));
            }
            assertEquals(expected.getString("type"), said.getString("type"));
            if (expected.containsKey("data")) {
                assertEquals(expected.get("data"), said.get("data"));
            }
        }

        private String line(JsonObject message) {
            JsonObjectBuilder line = Json.createObjectBuilder(message);
            if (message.containsKey("id")) {
                line.add("id", ids.getOrDefault(message.getString("id"), message.getString("id")));
            }
            return line.build().toString();
        }

        private static Map<Long, Long> shows(JsonObject badges) {
            Map<Long, Long> shown = new TreeMap<>();
            badges.keySet().forEach(sender -> shown.put(Long.parseLong(sender), (long) badges.getInt(sender)));
            return shown;
        }
    }
}
