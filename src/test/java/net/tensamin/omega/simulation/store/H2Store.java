package net.tensamin.omega.simulation.store;

import java.sql.Connection;
import java.sql.SQLException;
import net.tensamin.omega.store.TestDatabase;

/** H2 in a file, as the product opens it. */
final class H2Store extends SqlStore {
    H2Store() throws SQLException {
        super(TestDatabase.h2(false), "");
    }

    /** The history decides how long a client waits. */
    @Override
    long sessionOf(Connection connection) throws SQLException {
        execute(connection, "set lock_timeout 600000");
        return number(connection, "call session_id()");
    }

    /** A session that was blocked names who blocked it until it runs again: one that has no transaction does not any more. */
    @Override
    boolean isBlocked(long session) throws SQLException {
        return number("select count(*) from information_schema.sessions s"
                        + " join information_schema.sessions b on b.session_id = s.blocker_id"
                        + " where b.contains_uncommitted and s.session_id = " + session)
                > 0;
    }

    /** It looks whether it is cancelled only once it waits no more, and is interrupted only while it waits, as it closes a file then. */
    @Override
    void cancel(long session, Thread thread) throws SQLException {
        number("call cancel_session(" + session + ")");
        if (isBlocked(session) && thread.getState() == Thread.State.TIMED_WAITING) {
            thread.interrupt();
        }
    }

    /** A client is in the process of the database: it ends by no more than that it lets go. */
    @Override
    void end(long session, Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public String toString() {
        return "H2";
    }
}
