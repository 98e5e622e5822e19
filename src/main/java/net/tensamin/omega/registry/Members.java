package net.tensamin.omega.registry;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The members of a JSON object that a client sent, read as what they should be. What is wrong is kept by the member's name. */
final class Members {
    private final JsonObject object;
    private final Set<String> read = new HashSet<>();
    private final Map<String, String> faults = new TreeMap<>();

    Members(JsonObject object) {
        this.object = object;
    }

    boolean has(String name) {
        return object.containsKey(name);
    }

    /** In NFC; null where the member is absent, null, or no text. */
    String text(String name) {
        return member(
                name,
                JsonString.class,
                "must be a string",
                text -> Normalizer.normalize(text.getString(), Normalizer.Form.NFC));
    }

    /** A 64-bit number, or its decimal digits in a string; null where the member is absent, null, or none. */
    Long number(String name) {
        String kind = "must be a 64-bit number";
        if (object.get(name) instanceof JsonString digits && digits.getString().matches("[0-9]{1,19}")) {
            read.add(name);
            return exactly(name, kind, () -> Long.parseLong(digits.getString()));
        }
        return member(name, JsonNumber.class, kind, number -> exactly(name, kind, number::longValueExact));
    }

    /** A 32-bit number; 0 where there is none. */
    int small(String name) {
        Long number = number(name);
        if (number != null && number != number.intValue()) {
            fault(name, "must be a 32-bit number");
        }
        return number == null ? 0 : number.intValue();
    }

    private interface Exact {
        long value();
    }

    private Long exactly(String name, String kind, Exact number) {
        try {
            return number.value();
        } catch (ArithmeticException | NumberFormatException e) {
            fault(name, kind);
            return null;
        }
    }

    private <V extends JsonValue, T> T member(String name, Class<V> type, String kind, Function<V, T> reading) {
        read.add(name);
        JsonValue value = object.getOrDefault(name, JsonValue.NULL);
        if (value == JsonValue.NULL || value.getValueType() == JsonValue.ValueType.NULL) {
            return null;
        }
        if (!type.isInstance(value)) {
            fault(name, kind);
            return null;
        }
        return reading.apply(type.cast(value));
    }

    /** These may be there, and are not looked at: an answer can be sent back. */
    void ignore(String... names) {
        read.addAll(Set.of(names));
    }

    void fault(String name, String what) {
        faults.putIfAbsent(name, what);
    }

    /** What is wrong with which member; those that nobody has asked for are not known. */
    Map<String, String> faults() {
        object.keySet().stream().filter(name -> !read.contains(name)).forEach(name -> fault(name, "is not known"));
        return faults;
    }
}
