package net.tensamin.omega.cli.tauri;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What Omega has pending for a user, as HTTPS answers it.
 *
 * @param body {@code {"revision":12,"notifications":[{"sender_id":7,"amount":3,"revision":9}]}}
 */
record PolledState(JsonObject body) {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** Of a mailbox that has never changed. */
    static final PolledState NOTHING = new PolledState(JSON.createObjectBuilder()
            .add("revision", 0)
            .add("notifications", JSON.createArrayBuilder())
            .build());

    long revision() {
        return body.getJsonNumber("revision").longValueExact();
    }

    /** As the reply to {@code get_notifications} has it. */
    JsonObject data() {
        return JSON.createObjectBuilder()
                .add("revision", revision())
                .add("notifications", body.get("notifications"))
                .build();
    }

    /**
     * The messages that a session would have been sent, in order of revision; none if Omega was set back. When something was read is not said: each read
     * has a revision that is free, as each change has one, and the last of them is this state's.
     */
    Collection<JsonObject> changesSince(PolledState before) {
        TreeMap<Long, JsonObject> changes = new TreeMap<>();
        if (revision() < before.revision()) {
            return changes.values();
        }
        for (JsonObject pair : body.getJsonArray("notifications").getValuesAs(JsonObject.class)) {
            long revision = pair.getJsonNumber("revision").longValueExact();
            if (revision > before.revision()) {
                changes.put(
                        revision, message("push_notification", sender(pair), pair.getJsonNumber("amount"), revision));
            }
        }
        Set<Long> pending = senders();
        long free = revision();
        for (long sender : before.senders()) {
            if (!pending.contains(sender)) {
                while (changes.containsKey(free)) {
                    free--;
                }
                changes.put(free, message("read_notification", sender, Json.createValue(0), free));
            }
        }
        return changes.values();
    }

    private Set<Long> senders() {
        return body.getJsonArray("notifications").getValuesAs(JsonObject.class).stream()
                .map(PolledState::sender)
                .collect(Collectors.toSet());
    }

    private static long sender(JsonObject pair) {
        return pair.getJsonNumber("sender_id").longValueExact();
    }

    private static JsonObject message(String type, long sender, JsonNumber amount, long revision) {
        return JSON.createObjectBuilder()
                .add("type", type)
                .add(
                        "data",
                        JSON.createObjectBuilder()
                                .add("sender_id", Long.toString(sender))
                                .add("amount", amount)
                                .add("revision", revision))
                .build();
    }
}
