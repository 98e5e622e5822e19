package net.tensamin.omega.registry;

import jakarta.json.JsonObjectBuilder;

/** Members that are left out where there is nothing to say. */
final class Optionally {
    private Optionally() {}

    /** @param value null for nothing */
    static void add(JsonObjectBuilder json, String member, String value) {
        if (value != null) {
            json.add(member, value);
        }
    }
}
