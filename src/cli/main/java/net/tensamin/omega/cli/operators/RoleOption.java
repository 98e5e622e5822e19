package net.tensamin.omega.cli.operators;

import jakarta.json.Json;
import java.util.Locale;

/** What an operator may do. */
enum RoleOption {
    VIEW,
    OPERATE,
    ADMINISTER;

    /** As the API writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    String json() {
        return Json.createObjectBuilder().add("role", toString()).build().toString();
    }
}
