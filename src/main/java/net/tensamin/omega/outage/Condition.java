package net.tensamin.omega.outage;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * What keeps a database from doing what it was asked, although nothing is wrong with the request: it can be made again
 * later. By SQLSTATE, as PostgreSQL (Appendix A of its manual) and H2 give them.
 */
public enum Condition {
    /** It is away, starts, stops, or takes no more connections. */
    UNREACHABLE("cannot be reached"),
    /** It has become a standby, or somebody has set it so. */
    READ_ONLY("takes no writes: it is read-only"),
    /** It lacks space, memory or another resource. */
    FULL("takes no writes: it has no room"),
    /** Its machine lets it neither read nor write. */
    BROKEN("cannot read or write its files"),
    /** A lock, a thread or a connection was not to be had in time, or the statement took too long: others may be luckier. */
    BUSY("did not do it in time");

    private static final int DEEPEST_CAUSE = 32;

    private static final Map<String, Condition> OF_STATES = Map.ofEntries(
            Map.entry("25006", READ_ONLY), // read_only_sql_transaction
            Map.entry("90097", READ_ONLY), // H2
            Map.entry("53300", UNREACHABLE), // too_many_connections
            Map.entry("57P01", UNREACHABLE), // admin_shutdown
            Map.entry("57P02", UNREACHABLE), // crash_shutdown
            Map.entry("57P03", UNREACHABLE), // cannot_connect_now
            Map.entry("57P05", UNREACHABLE), // idle_session_timeout
            Map.entry("25P03", UNREACHABLE), // idle_in_transaction_session_timeout, which ends the connection
            Map.entry("90098", UNREACHABLE), // H2: closed
            Map.entry("90121", UNREACHABLE), // H2: closed, likewise
            Map.entry("90067", UNREACHABLE), // H2: connection broken
            Map.entry("58030", BROKEN), // io_error
            Map.entry("57014", BUSY), // query_canceled
            Map.entry("55P03", BUSY), // lock_not_available
            Map.entry("40P01", BUSY), // deadlock_detected
            Map.entry("40001", BUSY), // serialization_failure; H2: deadlock
            Map.entry("HYT00", BUSY)); // H2: lock timeout

    private final String words;

    Condition(String words) {
        this.words = words;
    }

    /** What is behind a failure; empty if it is none of these. */
    public static Optional<Condition> behind(Throwable failure) {
        return causes(failure)
                .flatMap(cause -> of(cause).stream())
                .findFirst()
                .or(() -> causes(failure).anyMatch(Condition::isLate) ? Optional.of(BUSY) : Optional.empty());
    }

    /** What the database itself said, for a log. */
    public static String reason(Throwable failure) {
        return causes(failure)
                .filter(cause -> of(cause).isPresent())
                .findFirst()
                .map(Throwable::getMessage)
                .orElseGet(failure::toString)
                .lines()
                .findFirst()
                .orElse("");
    }

    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE);
    }

    private static Optional<Condition> of(Throwable cause) {
        return cause instanceof SQLException sql ? of(sql) : Optional.empty();
    }

    /**
     * The latter class is the server's, which this application cannot name: its pool gives no connection, for a reason
     * that may be lost.
     */
    private static boolean isLate(Throwable cause) {
        return cause instanceof TimeoutException
                || cause.getClass().getSimpleName().equals("PoolingException");
    }

    /** What an SQLSTATE means by itself, its class aside. */
    public static Optional<Condition> ofState(String state) {
        return Optional.ofNullable(OF_STATES.get(state));
    }

    private static Optional<Condition> of(SQLException fault) {
        String state = fault.getSQLState() == null ? "" : fault.getSQLState();
        Optional<Condition> named = ofState(state);
        if (named.isPresent()) {
            return named;
        }
        if (state.startsWith("08")
                || fault instanceof SQLTransientConnectionException
                || fault instanceof SQLNonTransientConnectionException) {
            return Optional.of(UNREACHABLE);
        }
        boolean full = state.startsWith("53") || causes(fault).anyMatch(Condition::saysNoSpace);
        return full ? Optional.of(FULL) : Optional.empty();
    }

    private static boolean saysNoSpace(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("No space left on device");
    }

    /** Whether everybody is concerned, and not only what met it. */
    public boolean isOutage() {
        return this != BUSY;
    }

    /** What follows "the database", for people. */
    public String words() {
        return words;
    }
}
