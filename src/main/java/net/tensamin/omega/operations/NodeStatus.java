package net.tensamin.omega.operations;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * What a node says of itself. Others may be of another version: they leave out what they do not know of.
 *
 * @param name where it answers HTTPS, as it knows itself: host and port
 * @param state of its drain, as {@code /metrics} calls it
 * @param links of Omikrons
 */
public record NodeStatus(String name, Duration up, String state, int sessions, int links) {

    byte[] bytes() {
        return JsonMessage.bytes(Json.createObjectBuilder()
                .add("name", name)
                .add("up_ms", up.toMillis())
                .add("state", state)
                .add("sessions", sessions)
                .add("links", links)
                .build());
    }

    /** Empty if it is not that. */
    static Optional<NodeStatus> read(byte[] bytes) {
        try {
            JsonObject json = JsonMessage.read(bytes);
            return Optional.of(new NodeStatus(
                    json.getString("name"),
                    Duration.ofMillis(json.getJsonNumber("up_ms").longValue()),
                    json.getString("state"),
                    json.getInt("sessions"),
                    json.getInt("links")));
        } catch (JsonException | NullPointerException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
