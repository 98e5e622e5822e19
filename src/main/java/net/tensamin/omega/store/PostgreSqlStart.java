package net.tensamin.omega.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import net.tensamin.omega.configuration.Profile;
import net.tensamin.omega.configuration.StartFailure;

/**
 * Looks at a PostgreSQL at the start: whatever is not as Omega's promises need it gets a line in the log, or ends the
 * start.
 */
final class PostgreSqlStart {
    private static final Logger LOG = System.getLogger(PostgreSqlStart.class.getName());
    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final DataSource database;
    private final DatabaseSettings settings;
    private final Profile profile;

    /** @param database from which two connections can be had at a time */
    PostgreSqlStart(DataSource database, DatabaseSettings settings, Profile profile) {
        this.database = database;
        this.settings = settings;
        this.profile = profile;
    }

    /** @throws StartFailure for what a server must not run with */
    void check(int nodes) throws SQLException {
        try (Connection connection = database.getConnection()) {
            refuseTransactionPooler(connection);
            checkLimits(connection);
            checkDurability(connection);
            checkRoom(connection, nodes);
        }
    }

    /** The first connection is given another of the database's while a second one has its own. */
    private void refuseTransactionPooler(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                Connection other = database.getConnection()) {
            statement.execute("set omega.pooler = 'none'");
            other.setAutoCommit(false);
            show(other, "server_version");
            boolean kept = "none".equals(first(connection, "select current_setting('omega.pooler', true)"));
            other.rollback();
            other.setAutoCommit(true);
            statement.execute("reset omega.pooler");
            if (!kept && !settings.pooledByTransaction()) {
                throw StartFailure.configuration(DatabaseSettings.URL.label()
                        + " leads to a pooler that gives each transaction another connection: add prepareThreshold=0 to it, or have"
                        + " the pooler keep connections for sessions");
            }
        }
    }

    private void checkLimits(Connection connection) throws SQLException {
        Map<String, Long> lacked = TransactionLimits.lackedBy(connection, settings.limits());
        if (lacked.isEmpty()) {
            return;
        }
        LOG.log(
                Level.INFO,
                () -> "Each transaction sets its limits; set for the role they cost nothing: "
                        + lacked.entrySet().stream()
                                .map(each -> "alter role current_user set " + each.getKey() + " = " + each.getValue())
                                .collect(Collectors.joining("; ")));
        Set<String> missing = notTaken(connection, lacked);
        if (!missing.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    () -> "PostgreSQL did not take " + String.join(", ", missing)
                            + ": the locks of a node that dies may be held for longer");
        }
    }

    /** What a transaction that sets its limits does not have then. */
    private Set<String> notTaken(Connection connection, Map<String, Long> lacked) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(TransactionLimits.statements(lacked));
            return TransactionLimits.lackedBy(connection, settings.limits()).keySet();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void checkDurability(Connection connection) throws SQLException {
        Map<String, String> off = new TreeMap<>();
        for (String name : DURABILITY) {
            String value = show(connection, name);
            if (value.equals("off")) {
                off.put(name, value);
            }
        }
        if (off.isEmpty()) {
            return;
        }
        String line = "PostgreSQL has " + String.join(", ", off.keySet())
                + " off: what was acknowledged may be gone after a crash of its machine";
        if (profile == Profile.PRODUCTION && (off.containsKey("fsync") || off.containsKey("synchronous_commit"))) {
            throw StartFailure.configuration(line + "; not where omega.profile is production");
        }
        LOG.log(Level.WARNING, () -> line);
    }

    private void checkRoom(Connection connection, int nodes) throws SQLException {
        long most = Long.parseLong(show(connection, "max_connections"))
                - Long.parseLong(show(connection, "superuser_reserved_connections"));
        long all = (long) nodes * settings.poolSize();
        if (all > most) {
            LOG.log(
                    Level.WARNING,
                    () -> nodes + " nodes with " + DatabaseSettings.POOL_SIZE + " " + settings.poolSize() + " need "
                            + all + " connections, and PostgreSQL has " + most
                            + ": raise max_connections, or lower the pools");
        }
    }

    private static String show(Connection connection, String name) throws SQLException {
        return first(connection, "show " + name);
    }

    private static String first(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            String value = rows.next() ? rows.getString(1) : null;
            return value == null ? "" : value;
        }
    }
}
