package net.tensamin.omega.http;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells a database that cannot be reached from one that refuses what we ask. */
final class DatabaseOutage {
    private static final int DEEPEST_CAUSE = 32;

    private DatabaseOutage() {}

    static boolean isBehind(Throwable failure) {
        return outage(failure).isPresent();
    }

    static String reason(Throwable failure) {
        return outage(failure).map(Throwable::getMessage).orElse("");
    }

    private static Optional<Throwable> outage(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(DatabaseOutage::isOutage)
                .findFirst();
    }

    private static boolean isOutage(Throwable cause) {
        return cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLException sql && hasOutageState(sql.getSQLState());
    }

    /** Class 08 is the standard's for connections; 57P01 to 57P03 are PostgreSQL shutting down or starting. */
    private static boolean hasOutageState(String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }
}
