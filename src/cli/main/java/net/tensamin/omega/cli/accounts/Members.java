package net.tensamin.omega.cli.accounts;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** The members of an account that were given as options. */
final class Members {
    private final JsonObjectBuilder json = Json.createObjectBuilder();

    /** @param value null for one that was not given */
    Members with(String name, String value) {
        if (value != null) {
            json.add(name, value);
        }
        return this;
    }

    /** @param value likewise */
    Members with(String name, Long value) {
        if (value != null) {
            json.add(name, value);
        }
        return this;
    }

    /** @param names null for none; as on the command line, such as {@code status-message} */
    Members without(List<String> names) {
        if (names != null) {
            names.forEach(name -> json.addNull(name.replace('-', '_')));
        }
        return this;
    }

    JsonObject build() {
        return json.build();
    }
}
