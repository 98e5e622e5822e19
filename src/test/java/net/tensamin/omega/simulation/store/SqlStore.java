package net.tensamin.omega.simulation.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;
import net.tensamin.omega.store.TestDatabase;

/** A database with the schema of the product, asked through JPA as the product asks it. */
abstract class SqlStore implements Store {
    private final TestDatabase database;
    private final EntityManagerFactory factory;
    private final ThreadLocal<Connection> ofThread = new ThreadLocal<>();
    private final Connection side;
    private final String user;

    SqlStore(TestDatabase database, String user) throws SQLException {
        this.database = database;
        this.user = user;
        this.side = database.dataSource().getConnection();
        this.factory = Persistence.createEntityManagerFactory(
                "omega",
                Map.of(
                        "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                        "jakarta.persistence.jtaDataSource", "",
                        "jakarta.persistence.nonJtaDataSource", connectionsOfThreads(),
                        "eclipselink.logging.level", "OFF",
                        "eclipselink.weaving", "false"));
    }

    /** Each thread has one, which stays open; what has none, such as the log-in of JPA, has one of its own. */
    private DataSource connectionsOfThreads() {
        return proxy(
                DataSource.class,
                database.dataSource(),
                "getConnection",
                () -> ofThread.get() == null
                        ? connect()
                        : proxy(Connection.class, ofThread.get(), "close", () -> null));
    }

    /** Without the limits that the product sets: the history decides how long a client waits. */
    private Connection connect() throws SQLException {
        return DriverManager.getConnection(side.getMetaData().getURL().replaceAll("[?;].*", ""), user, "");
    }

    private interface Instead {
        Object result() throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T target, String method, Instead instead) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && arguments == null) {
                        return instead.result();
                    }
                    try {
                        return called.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** The number of the session that this connection is. */
    abstract long sessionOf(Connection connection) throws SQLException;

    /** Whether another session, which has something open, keeps this one waiting. */
    abstract boolean isBlocked(long session) throws SQLException;

    /** @param thread that waits for it */
    abstract void cancel(long session, Thread thread) throws SQLException;

    /** Ends it, and returns once its transaction has ended. */
    abstract void end(long session, Connection connection) throws SQLException;

    @Override
    public void fill(Map<Long, Long> iotasOfUsers) throws SQLException {
        List<String> statements = new ArrayList<>(List.of("update removal_count set last_number = 0"));
        for (Table table : List.of(
                Table.PENDING_PAIR,
                Table.MAILBOX,
                Table.USERS,
                Table.IOTA,
                Table.OMIKRON,
                Table.DEVICE,
                Table.REVOKED_DEVICE,
                Table.REMOVED_USER,
                Table.REMOVED_SENDER,
                Table.BATCH_MARK)) {
            statements.add("delete from " + table);
        }
        for (long iota : new TreeSet<>(iotasOfUsers.values())) {
            statements.add("insert into iota (iota_id, public_key) values (" + iota + ", 'key')");
        }
        iotasOfUsers.forEach((user, iota) ->
                statements.add("insert into users (user_id, username, public_key, iota_id, sub_level, sub_end) values ("
                        + user + ", 'user-" + user + "', 'key', " + iota + ", 0, 0)"));
        execute(String.join("; ", statements));
    }

    final void execute(String statements) throws SQLException {
        execute(side, statements);
    }

    static void execute(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    /** The number that a query gives, 0 if it is null or there is none. */
    final long number(String query) throws SQLException {
        return number(side, query);
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    @Override
    public List<Row> rows(Table table, List<String> columns) throws SQLException {
        List<Row> all = new ArrayList<>();
        try (Statement statement = side.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + table)) {
            while (rows.next()) {
                Map<String, Object> values = new HashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.put(rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT), value(rows, i));
                }
                all.add(new Row(values).only(columns));
            }
        }
        return all;
    }

    private static Object value(ResultSet rows, int column) throws SQLException {
        boolean time = rows.getMetaData().getColumnType(column) == Types.TIMESTAMP_WITH_TIMEZONE
                || rows.getMetaData().getColumnTypeName(column).equals("timestamptz");
        return time ? rows.getObject(column, OffsetDateTime.class) : rows.getObject(column);
    }

    @Override
    public Client client() throws Exception {
        SqlClient client = new SqlClient(this);
        client.open();
        return client;
    }

    /** Whatever this thread asks through JPA from now on goes over a connection of its own, which stays open. */
    Connection connectThread() throws SQLException {
        Connection connection = connect();
        ofThread.set(connection);
        return connection;
    }

    EntityManager entities() {
        return factory.createEntityManager();
    }

    @Override
    public void close() throws SQLException {
        factory.close();
        side.close();
        try {
            database.close();
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }
}
