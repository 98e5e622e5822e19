package net.tensamin.omega.simulation.store;

import jakarta.persistence.Entity;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of a step, in words that are the same for the same, whatever the store. */
record Outcome(boolean failed, String words) {
    /** A lock that did not come: it was waited for too long, or for ever, or the client no longer wanted it. */
    static final Outcome NO_LOCK = new Outcome(true, "no lock");

    /** PostgreSQL: lock_not_available, query_canceled, deadlock_detected. H2: lock timeout, canceled, deadlock, concurrent update. */
    private static final Set<String> NO_LOCK_STATES =
            Set.of("55P03", "57014", "40P01", "HYT00", "HYT01", "40001", "90131");

    static Outcome of(Object result) {
        return new Outcome(false, words(result));
    }

    /** The same of rows that come in any order. */
    static Outcome ofAnyOrder(List<?> rows) {
        return new Outcome(
                false, rows.stream().map(Outcome::words).sorted().toList().toString());
    }

    static Outcome of(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                return ofState(sql.getSQLState());
            }
        }
        boolean lock = failure instanceof LockTimeoutException || failure instanceof PessimisticLockException;
        return lock ? NO_LOCK : new Outcome(true, failure.toString());
    }

    private static Outcome ofState(String state) {
        return NO_LOCK_STATES.contains(state) ? NO_LOCK : new Outcome(true, "state " + state);
    }

    static String words(Object value) {
        if (value instanceof Number number) {
            return Long.toString(number.longValue());
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Object[] columns) {
            return words(Arrays.asList(columns));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Outcome::words).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toString();
        }
        boolean entity = value != null && value.getClass().isAnnotationPresent(Entity.class);
        return entity ? wordsOf(Mapping.of(value.getClass()).row(value)) : String.valueOf(value);
    }

    /** Those columns that are not null, by name. */
    static String wordsOf(Row row) {
        TreeMap<String, String> columns = new TreeMap<>();
        row.columns().forEach((name, value) -> {
            if (value != null) {
                columns.put(name, words(value));
            }
        });
        return columns.toString();
    }

    @Override
    public String toString() {
        return failed ? "failed: " + words : words;
    }
}
