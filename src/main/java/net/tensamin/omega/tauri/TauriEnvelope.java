package net.tensamin.omega.tauri;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;

/**
 * The envelope of one line (SPEC §2), before it is known which message it carries. Reads tokens and builds no tree, so that
 * neither nesting nor the size of a number costs more than the line itself.
 *
 * @param members the envelope's members and their values
 * @param data the members of its {@code data} object; empty also when there is none
 */
record TauriEnvelope(Map<String, Value> members, Map<String, Value> data) {
    private static final int DEEPEST = 64;
    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    /**
     * A member's value.
     *
     * @param kind how it starts
     * @param text of a string its characters, of a number its digits as written, else empty
     */
    record Value(Event kind, String text) {
        static final Value ABSENT = new Value(Event.VALUE_NULL, "");
        static final Value REPEATED = new Value(Event.KEY_NAME, "");

        boolean absent() {
            return kind == Event.VALUE_NULL;
        }

        boolean string() {
            return kind == Event.VALUE_STRING;
        }

        boolean number() {
            return kind == Event.VALUE_NUMBER;
        }

        boolean object() {
            return kind == Event.START_OBJECT;
        }
    }

    /** A line that is no JSON object. */
    static final class NotAnObject extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAnObject(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * @throws NotAnObject if the line is not one JSON object
     * @throws jakarta.json.JsonException if it is not JSON
     */
    static TauriEnvelope parse(String line) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(line))) {
            if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
                throw new NotAnObject("does not start an object");
            }
            TauriEnvelope envelope = new TauriEnvelope(new HashMap<>(), new HashMap<>());
            envelope.read(parser);
            if (parser.hasNext()) {
                throw new NotAnObject("goes on after the object");
            }
            return envelope;
        }
    }

    /** The value of a member; {@link Value#ABSENT} also for null, which is how many languages write what they leave out. */
    Value member(String name) {
        return members.getOrDefault(name, Value.ABSENT);
    }

    /** The value of a member of {@code data}. */
    Value datum(String name) {
        return data.getOrDefault(name, Value.ABSENT);
    }

    private void read(JsonParser parser) {
        String member = "";
        String datum = "";
        for (int depth = 1; depth > 0; ) {
            Event event = parser.next();
            if (event == Event.KEY_NAME) {
                member = depth == 1 ? parser.getString() : member;
                datum = depth == 2 ? parser.getString() : datum;
                continue;
            }
            if (event == Event.END_OBJECT || event == Event.END_ARRAY) {
                depth--;
                continue;
            }
            if (depth == 1) {
                put(members, member, value(event, parser));
            } else if (depth == 2 && member.equals("data") && member("data").object()) {
                put(data, datum, value(event, parser));
            }
            depth += starts(event) ? 1 : 0;
            if (depth > DEEPEST) {
                throw new NotAnObject("nested too deeply");
            }
        }
    }

    private static boolean starts(Event event) {
        return event == Event.START_OBJECT || event == Event.START_ARRAY;
    }

    private static Value value(Event event, JsonParser parser) {
        boolean scalar = event == Event.VALUE_STRING || event == Event.VALUE_NUMBER;
        return new Value(event, scalar ? parser.getString() : "");
    }

    /** A member given twice has no value that could be meant. */
    private static void put(Map<String, Value> members, String name, Value value) {
        members.merge(name, value, (first, second) -> Value.REPEATED);
    }
}
