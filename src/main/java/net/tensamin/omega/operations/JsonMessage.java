package net.tensamin.omega.operations;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** JSON as nodes send it to each other, in UTF-8. */
final class JsonMessage {
    private JsonMessage() {}

    static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws jakarta.json.JsonException if it is none */
    static JsonObject read(byte[] content) {
        try (JsonReader reader = Json.createReader(new StringReader(new String(content, StandardCharsets.UTF_8)))) {
            return reader.readObject();
        }
    }
}
