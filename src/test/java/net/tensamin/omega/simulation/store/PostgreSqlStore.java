package net.tensamin.omega.simulation.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import net.tensamin.omega.store.TestDatabase;

/** PostgreSQL, whose clients are ended by what ends one that hangs. Nothing of its own is at work but what clients ask for. */
final class PostgreSqlStore extends SqlStore {
    private static final int BETWEEN_VACUUMS = 200;

    private int filled;

    PostgreSqlStore() throws SQLException {
        super(TestDatabase.postgreSql(), "postgres");
        execute("alter system set autovacuum = off");
        execute("select pg_reload_conf()");
    }

    @Override
    public void fill(Map<Long, Long> iotasOfUsers) throws SQLException {
        super.fill(iotasOfUsers);
        if (++filled % BETWEEN_VACUUMS == 0) {
            execute("vacuum analyze");
        }
    }

    @Override
    long sessionOf(Connection connection) throws SQLException {
        return number(connection, "select pg_backend_pid()");
    }

    @Override
    boolean isBlocked(long session) throws SQLException {
        return number("select cardinality(pg_blocking_pids(" + session + "))") > 0;
    }

    @Override
    void cancel(long session, Thread thread) throws SQLException {
        number("select pg_cancel_backend(" + session + ")::int");
    }

    @Override
    void end(long session, Connection connection) throws SQLException {
        number("select pg_terminate_backend(" + session + ", 10000)::int");
    }

    @Override
    public String toString() {
        return "PostgreSQL";
    }
}
