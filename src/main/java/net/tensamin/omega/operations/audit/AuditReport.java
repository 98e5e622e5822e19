package net.tensamin.omega.operations.audit;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What operators did last, as the HTTPS API answers it.
 *
 * @param complete false while the database is away, and only what this server has not written yet is here
 * @param calls the newest first
 */
@JsonbPropertyOrder({"status", "complete", "calls"})
public record AuditReport(String status, boolean complete, List<Call> calls) {
    private static final Logger LOG = System.getLogger(AuditReport.class.getName());

    /** Members that say nothing of a call are left out. */
    @JsonbPropertyOrder({"at", "caller", "certificate", "address", "action", "subject", "status", "node"})
    public record Call(
            String at,
            Optional<String> caller,
            Optional<String> certificate,
            Optional<String> address,
            String action,
            Optional<String> subject,
            @JsonbProperty("http_status") int status,
            String node) {

        private static Call of(AuditEntry entry) {
            return new Call(
                    entry.at().toString(),
                    unlessEmpty(entry.caller().name()),
                    unlessEmpty(entry.caller().certificate()),
                    unlessEmpty(entry.caller().address()),
                    entry.action(),
                    unlessEmpty(entry.subject()),
                    entry.status(),
                    entry.node());
        }

        private static Optional<String> unlessEmpty(String text) {
            return Optional.of(text).filter(some -> !some.isEmpty());
        }
    }

    /**
     * @param stored what is in the database; may throw
     * @param waiting what is not there yet
     */
    static AuditReport of(Supplier<List<AuditEntry>> stored, List<AuditEntry> waiting, String find, int most) {
        Map<Object, AuditEntry> all = new LinkedHashMap<>();
        waiting.stream().filter(entry -> has(entry, find)).forEach(entry -> all.put(entry.id(), entry));
        boolean complete = true;
        try {
            stored.get().forEach(entry -> all.put(entry.id(), entry));
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "What operators did cannot be read from the database", e);
            complete = false;
        }
        Stream<AuditEntry> newest = all.values().stream()
                .sorted(Comparator.comparing(AuditEntry::at).reversed())
                .limit(most);
        return new AuditReport("success", complete, newest.map(Call::of).toList());
    }

    private static boolean has(AuditEntry entry, String find) {
        return String.join(" ", entry.caller().name(), entry.action(), entry.subject())
                .toLowerCase(Locale.ROOT)
                .contains(find.toLowerCase(Locale.ROOT));
    }
}
