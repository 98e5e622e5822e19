package net.tensamin.omega.cli.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.tensamin.omega.cli.https.OmegaHttps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolledStateTest {
    @Test
    void whatIsNewIsPushedInOrderOfRevision() {
        PolledState before = state(5, "7:1:5");
        PolledState now = state(8, "7:2:8", "9:1:6");

        assertEquals(
                List.of(message("push_notification", 9, 1, 6), message("push_notification", 7, 2, 8)),
                List.copyOf(now.changesSince(before)));
        assertEquals(List.of(), List.copyOf(now.changesSince(now)));
    }

    @Test
    void whatIsGoneWasRead() {
        PolledState before = state(6, "7:1:5", "9:1:6");
        PolledState now = state(9, "9:2:8");

        assertEquals(
                List.of(message("push_notification", 9, 2, 8), message("read_notification", 7, 0, 9)),
                List.copyOf(now.changesSince(before)));
    }

    @Test
    void aStateOfARestoredServerTellsNothing() {
        assertTrue(state(3, "7:1:2").changesSince(state(5, "8:1:5")).isEmpty());
    }

    /** Whatever happened in between, each change has a revision of its own that the mailbox had, and the last is the mailbox's. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void changesLeadFromOneStateToTheOther(long seed) {
        Random random = new Random(seed);
        Map<Long, long[]> pairs = new TreeMap<>();
        long revision = 0;
        for (int round = 0; round < 200; round++) {
            PolledState before = state(revision, pairs);
            for (int change = random.nextInt(6); change > 0; change--) {
                long sender = 1 + random.nextInt(5);
                long[] pair = pairs.get(sender);
                if (pair != null && random.nextBoolean()) {
                    pairs.remove(sender);
                    revision++;
                } else {
                    revision++;
                    pairs.put(sender, new long[] {pair == null ? 1 : pair[0] + 1, revision});
                }
            }
            PolledState now = state(revision, pairs);
            Map<Long, Long> shown = amounts(before);
            long last = before.revision();
            for (JsonObject message : now.changesSince(before)) {
                JsonObject data = message.getJsonObject("data");
                long each = data.getJsonNumber("revision").longValueExact();
                assertTrue(each > last, "they grow");
                last = each;
                shown.put(
                        Long.valueOf(data.getString("sender_id")),
                        data.getJsonNumber("amount").longValueExact());
            }
            shown.values().removeIf(amount -> amount == 0);
            assertEquals(amounts(now), shown);
            assertTrue(last <= revision);
        }
    }

    private static Map<Long, Long> amounts(PolledState state) {
        Map<Long, Long> amounts = new HashMap<>();
        state.body()
                .getJsonArray("notifications")
                .getValuesAs(JsonObject.class)
                .forEach(pair -> amounts.put(
                        pair.getJsonNumber("sender_id").longValueExact(),
                        pair.getJsonNumber("amount").longValueExact()));
        return amounts;
    }

    private static PolledState state(long revision, Map<Long, long[]> pairs) {
        return state(
                revision,
                pairs.entrySet().stream()
                        .map(pair -> pair.getKey() + ":" + pair.getValue()[0] + ":" + pair.getValue()[1])
                        .toArray(String[]::new));
    }

    /** @param pairs sender, amount and revision */
    private static PolledState state(long revision, String... pairs) {
        List<String> members = List.of(pairs).stream()
                .map(pair -> pair.split(":"))
                .map(pair -> "{\"sender_id\":%s,\"amount\":%s,\"revision\":%s}".formatted((Object[]) pair))
                .toList();
        return new PolledState(OmegaHttps.object("{\"status\":\"success\",\"revision\":" + revision
                + ",\"notifications\":[" + String.join(",", members) + "]}"));
    }

    private static JsonObject message(String type, long sender, long amount, long revision) {
        return OmegaHttps.object("{\"type\":\"%s\",\"data\":{\"sender_id\":\"%d\",\"amount\":%d,\"revision\":%d}}"
                .formatted(type, sender, amount, revision));
    }
}
