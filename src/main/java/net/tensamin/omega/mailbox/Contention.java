package net.tensamin.omega.mailbox;

import java.sql.SQLException;
import java.util.Set;

/** Failures that another transaction caused, and no submission: a lock that did not come, a deadlock, a statement that took too long. */
final class Contention {
    /**
     * PostgreSQL's lock_not_available, query_canceled, deadlock_detected and serialization_failure, the last two of the standard's class 40;
     * H2's lock timeout and its update of a row that has just changed.
     */
    private static final Set<String> STATES = Set.of("55P03", "57014", "40P01", "40001", "HYT00", "90131");

    private static final int MOST_CAUSES = 20;

    private Contention() {}

    static boolean causes(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof SQLException fault && fault.getSQLState() != null) {
                return STATES.contains(fault.getSQLState());
            }
            cause = cause.getCause();
        }
        return false;
    }
}
