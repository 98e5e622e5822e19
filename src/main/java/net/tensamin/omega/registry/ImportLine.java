package net.tensamin.omega.registry;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * An account of an import.
 *
 * @param line where it stands in the caller's file
 */
public record ImportLine(long line, Kind<?, ?> kind, JsonObject members) {
    private static final Map<String, Kind<?, ?>> KINDS =
            Map.of("iota", Iotas.KIND, "omikron", Omikrons.KIND, "user", Users.KIND);

    /**
     * Reads {@code {"line": 7, "user": {…}}}, or {@code iota}, or {@code omikron}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static ImportLine read(JsonValue value) {
        if (value instanceof JsonObject object && object.get("line") instanceof JsonNumber line && line.isIntegral()) {
            List<String> kinds =
                    KINDS.keySet().stream().filter(object::containsKey).toList();
            if (kinds.size() == 1 && object.size() == 2 && object.get(kinds.get(0)) instanceof JsonObject members) {
                return new ImportLine(line.longValue(), KINDS.get(kinds.get(0)), members);
            }
        }
        throw new IllegalArgumentException("no line of an import");
    }

    /** Its id, as it is said; 0 where it is not, or not as it should be. */
    long id() {
        Long id = new Members(members).number(kind.idMember());
        return id == null || id < 0 ? 0 : id;
    }
}
