package net.tensamin.omega.operations;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import net.tensamin.omega.trace.TraceEvent;

/**
 * What one node remembers of a user.
 *
 * @param node what it is called
 * @param sessions of the user's devices, there and now
 * @param events the oldest first
 */
record NodeTrace(String node, int sessions, List<TraceEvent> events) {

    JsonObjectBuilder json() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        events.forEach(event -> list.add(Json.createObjectBuilder()
                .add("at_ms", event.atMillis())
                .add("kind", event.kind().name())
                .add("sender", event.sender())
                .add("revision", event.revision())
                .add("party", event.party())));
        return Json.createObjectBuilder()
                .add("node", node)
                .add("sessions", sessions)
                .add("events", list);
    }

    /** @throws JsonException or another of JSON-P's if it is not that */
    static NodeTrace of(JsonObject json) {
        return new NodeTrace(
                json.getString("node"),
                json.getInt("sessions"),
                json.getJsonArray("events").getValuesAs(JsonObject.class).stream()
                        .map(NodeTrace::event)
                        .toList());
    }

    private static TraceEvent event(JsonObject json) {
        return new TraceEvent(
                json.getJsonNumber("at_ms").longValueExact(),
                TraceEvent.Kind.valueOf(json.getString("kind")),
                json.getJsonNumber("sender").longValueExact(),
                json.getJsonNumber("revision").longValueExact(),
                json.getString("party"));
    }
}
