package net.tensamin.omega.omikron;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Snapshot;

/** The members of a JSON object, read as what they should be; null counts as absent. Ids are numbers or strings (SPEC §5). */
record OmikronFields(JsonObject members) {
    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

    /** @throws Unreadable if {@code text} is not one JSON object */
    static OmikronFields parse(String text) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            parser.next();
            JsonObject object = parser.getObject();
            if (!parser.hasNext()) {
                return new OmikronFields(object);
            }
            throw new Unreadable(OmikronError.ERROR_PROTOCOL);
        } catch (RuntimeException e) {
            // Beside JsonException: a number too long or nesting too deep, for which the API has no exception of its
            // own.
            throw new Unreadable(OmikronError.ERROR_PROTOCOL);
        }
    }

    boolean has(String name) {
        return member(name).isPresent();
    }

    /** The members of an object; none when it is absent. */
    OmikronFields object(String name) {
        JsonValue object = member(name).orElse(JsonValue.EMPTY_JSON_OBJECT);
        return new OmikronFields(require(object, JsonObject.class));
    }

    /** Text that can be sent and stored: no half surrogate pair, no NUL, which PostgreSQL does not take. */
    String text(String name) {
        String text = require(required(name), JsonString.class).getString();
        if (!UTF_8.newEncoder().canEncode(text) || text.indexOf('\0') >= 0) {
            throw new Unreadable(OmikronError.ERROR_INVALID_DATA);
        }
        return text;
    }

    /** @throws Unreadable as an invalid user id, if it is an integer that no user can have */
    UserId user(String name) {
        return user(required(name));
    }

    Set<UserId> users(String name) {
        return array(name).stream().map(OmikronFields::user).collect(Snapshot.toSet());
    }

    <T> T id(String name, LongFunction<T> id) {
        return id(required(name), id);
    }

    <T> Set<T> ids(String name, LongFunction<T> id) {
        return array(name).stream().map(value -> id(value, id)).collect(Snapshot.toSet());
    }

    private static UserId user(JsonValue value) {
        String digits = integer(value);
        try {
            return UserId.parse(digits);
        } catch (IllegalArgumentException beyondRange) {
            throw new Unreadable(OmikronError.ERROR_INVALID_USER_ID);
        }
    }

    private static <T> T id(JsonValue value, LongFunction<T> id) {
        String digits = integer(value);
        try {
            return id.apply(Long.parseLong(digits));
        } catch (IllegalArgumentException beyondRange) {
            throw new Unreadable(OmikronError.ERROR_INVALID_DATA);
        }
    }

    private static String integer(JsonValue value) {
        return Optional.of(value)
                .filter(any -> any instanceof JsonNumber || any instanceof JsonString)
                .map(any -> any instanceof JsonString string ? string.getString() : any.toString())
                .filter(INTEGER.asMatchPredicate())
                .orElseThrow(() -> new Unreadable(OmikronError.ERROR_INVALID_DATA));
    }

    private JsonArray array(String name) {
        return require(required(name), JsonArray.class);
    }

    private JsonValue required(String name) {
        return member(name).orElseThrow(() -> new Unreadable(OmikronError.ERROR_INVALID_DATA));
    }

    private Optional<JsonValue> member(String name) {
        return Optional.ofNullable(members.get(name)).filter(Predicate.not(JsonValue.NULL::equals));
    }

    private static <T extends JsonValue> T require(JsonValue value, Class<T> kind) {
        if (!kind.isInstance(value)) {
            throw new Unreadable(OmikronError.ERROR_INVALID_DATA);
        }
        return kind.cast(value);
    }
}
