package net.tensamin.omega.cli;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** One message, of SPEC §2 or §5: both are a JSON object with a type, perhaps an id, and perhaps data. */
public record Envelope(JsonObject json) {
    /** How much of an unreadable message is shown. */
    private static final int SHOWN = 200;

    /** {@link Json#createReader} looks for the implementation each time. */
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private static final Map<String, String> ERRORS = Map.of(
            "error_protocol", "it does not know this kind of message.",
            "error_invalid_data", "something in the request is missing or of the wrong kind.",
            "error_invalid_user_id", "there is no such user.",
            "error_not_authenticated", "it does not accept who we say we are.",
            "error_invalid_challenge", "the challenge was not answered rightly; the key is not the registered one.",
            "error_not_found", "there is none.",
            "error_internal", "a fault inside Omega; its log knows more.");

    /** @throws Failure when the text is no such message */
    public static Envelope parse(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            Envelope envelope = new Envelope(reader.readObject());
            if (!envelope.type().isEmpty()) {
                return envelope;
            }
        } catch (JsonException e) {
            throw new Failure(
                    ExitCode.ERROR_REPLY, "Omega sent something that is not a JSON object: " + start(text), e);
        }
        throw new Failure(ExitCode.ERROR_REPLY, "Omega sent a message without a type: " + start(text));
    }

    private static String start(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    public String type() {
        return text(json.get("type"));
    }

    /** Empty when there is none. */
    public String id() {
        return text(json.get("id"));
    }

    /** An id as users, Iotas and Omikrons have it, in decimal digits: positive, of 64 bits. Empty when it is none. */
    public static OptionalLong number(String digits) {
        try {
            long id = digits.matches("[0-9]+") ? Long.parseLong(digits) : 0;
            return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    public JsonObject data() {
        return json.get("data") instanceof JsonObject data ? data : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** A member of the data, whether a string or a number; empty when there is none. */
    public String data(String member) {
        return text(data().get(member));
    }

    /** A member of the data that is a whole number and not negative; empty when there is none. */
    public OptionalLong whole(String member) {
        try {
            long number = data().get(member) instanceof JsonNumber digits ? digits.longValueExact() : -1;
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (ArithmeticException notWhole) {
            return OptionalLong.empty();
        }
    }

    public boolean isError() {
        return type().startsWith("error");
    }

    /** The amounts of a {@code get_notifications} reply: {@code 3 from 7, 1 from 9}. */
    public String pending() {
        if (!(data().get("notifications") instanceof JsonArray notifications) || notifications.isEmpty()) {
            return "nothing is pending";
        }
        return notifications.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .map(pair -> text(pair.get("amount")) + " from " + text(pair.get("sender_id")))
                .collect(Collectors.joining(", "));
    }

    /** @throws Failure when this reply is an error (SPEC §2, §5) */
    public void throwIfError() {
        if (!isError()) {
            return;
        }
        String words = ERRORS.getOrDefault(type(), "see src/site/specification.md, sections 2 and 5");
        throw new Failure(ExitCode.ERROR_REPLY, ("Omega answered " + type() + ": " + words + " " + members()).strip());
    }

    /** What Omega says to a Tauri client by itself, for people. */
    public String words() {
        return switch (type()) {
            case "push_notification" -> "from " + data("sender_id");
            case "read_notification" -> "from " + data("sender_id") + ": badge cleared";
            case "ping" -> "last_ping=" + data("last_ping") + " ms, answered";
            default -> members();
        };
    }

    /** The data on one line: {@code iota_id=1001 user_ids=[42]}. */
    public String members() {
        return data().entrySet().stream()
                .map(member -> member.getKey() + "=" + text(member.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String text(JsonValue value) {
        if (value == null) {
            return "";
        }
        return value instanceof JsonString string ? string.getString() : value.toString();
    }
}
