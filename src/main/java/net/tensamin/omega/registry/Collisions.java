package net.tensamin.omega.registry;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;

/** What two callers do at the same time, and the database lets only one do: the other does it again, and sees what the first has done. */
final class Collisions {
    private static final int DEEPEST_CAUSE = 32;
    private static final String INTEGRITY = "23"; // the class of SQLSTATEs (PostgreSQL's Appendix A)

    private Collisions() {}

    /** @param work a transaction of its own, which can be done twice */
    static <T> T settled(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (!isCollision(e)) {
                throw e;
            }
        }
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw isCollision(e)
                    ? new RefusedChangeException(Reason.CONFLICT, "Something else was changed at the same time.")
                    : e;
        }
    }

    static boolean isCollision(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(cause -> cause instanceof OptimisticLockException
                        || cause instanceof SQLException sql
                                && sql.getSQLState() != null
                                && sql.getSQLState().startsWith(INTEGRITY));
    }
}
