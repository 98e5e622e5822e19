package net.tensamin.omega.operations.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * One call. Texts are cut to what the table takes; what steers a terminal, and what no database takes, is a question mark.
 *
 * @param at in milliseconds
 * @param node the server that was called
 * @param action method and path, with the names of its parameters in place of their values
 * @param subject whom it was about, such as {@code user_id=42}; empty for nobody
 * @param status of HTTP, as it was answered
 */
record AuditEntry(UUID id, Instant at, String node, Caller caller, String action, String subject, int status) {
    static final int LONGEST = 300;

    /**
     * The caller.
     *
     * @param name of the certificate, also of one that is refused; empty for none
     * @param certificate SHA-256 of it, in hex; empty for none
     * @param address that the connection came from
     */
    record Caller(String name, String certificate, String address) {
        static final Caller NOBODY = new Caller("", "", "");

        Caller {
            name = clean(name);
            address = clean(address);
        }
    }

    AuditEntry {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        node = clean(node);
        action = clean(action);
        subject = clean(subject);
    }

    /** What it came to. */
    enum Outcome {
        DONE,
        REFUSED,
        FAILED
    }

    Outcome outcome() {
        if (status < 400) {
            return Outcome.DONE;
        }
        return isRefusal(status) ? Outcome.REFUSED : Outcome.FAILED;
    }

    /** Of the caller, and not of what it asked for. */
    static boolean isRefusal(int status) {
        return status == 401 || status == 403;
    }

    /** Members that say nothing are left out. */
    JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("at", at.toString());
        add(json, "caller", caller.name());
        add(json, "certificate", caller.certificate());
        add(json, "address", caller.address());
        json.add("action", action);
        add(json, "subject", subject);
        return json.add("status", status)
                .add("node", node)
                .add("id", id.toString())
                .build();
    }

    private static void add(JsonObjectBuilder json, String member, String value) {
        if (!value.isEmpty()) {
            json.add(member, value);
        }
    }

    private static String clean(String text) {
        String cut = text.substring(0, Math.min(LONGEST, text.length()));
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}]", "?");
    }
}
