package net.tensamin.omega.mailbox;

import java.sql.SQLException;
import net.tensamin.omega.outage.Condition;

/**
 * Failures that another transaction caused, and no submission: a lock that was not granted, a deadlock, a statement
 * that took too long.
 */
final class Contention {
    private static final String H2_ROW_HAS_JUST_CHANGED = "90131";
    private static final int MOST_CAUSES = 20;

    private Contention() {}

    static boolean causes(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof SQLException fault && fault.getSQLState() != null) {
                return isOne(fault.getSQLState());
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOne(String state) {
        return state.equals(H2_ROW_HAS_JUST_CHANGED)
                || Condition.ofState(state).filter(Condition.BUSY::equals).isPresent();
    }
}
