package net.tensamin.omega.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections to PostgreSQL that do not wait for ever. */
final class PostgreSql {
    /** How soon a host that was a standby, or away, is asked again whether it is the primary. */
    private static final int ASK_AGAIN_SECONDS = 2;

    private final DatabaseSettings settings;
    private final PGSimpleDataSource driver;
    private final DeadConnections dead = new DeadConnections(System::nanoTime);

    PostgreSql(DatabaseSettings settings) {
        this.settings = settings;
        driver = driver(settings, DatabaseLimits.seconds(settings.limits().socket()));
    }

    /** Gives connections for a pool. */
    DataSource dataSource() {
        return new DerivedDataSource(driver, this::guarded);
    }

    /**
     * Gives connections that may take as long as a change of the schema does, whatever the role has; not for a pool. A pooler that gives each
     * transaction another connection would hand their limits on to strangers: there the role's hold.
     */
    static DataSource forMigration(DatabaseSettings settings) {
        DatabaseLimits limits = settings.limits();
        DataSource patient = driver(settings, DatabaseLimits.seconds(limits.socketOf(limits.migration())));
        return settings.pooledByTransaction()
                ? patient
                : new DerivedDataSource(patient, connection -> withLimit(connection, limits.migration()));
    }

    private static Connection withLimit(Connection connection, Duration limit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout = " + limit.toMillis() + "; set lock_timeout = " + limit.toMillis()
                    + "; set idle_in_transaction_session_timeout = 0");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static PGSimpleDataSource driver(DatabaseSettings settings, int socketSeconds) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setURL(settings.url());
        settings.user().ifPresent(driver::setUser);
        settings.password().ifPresent(driver::setPassword);
        driver.setConnectTimeout(DatabaseLimits.seconds(settings.limits().connect()));
        driver.setSocketTimeout(socketSeconds);
        driver.setTcpKeepAlive(true);
        if (!settings.url().contains(PGProperty.HOST_RECHECK_SECONDS.getName())) {
            driver.setHostRecheckSeconds(ASK_AGAIN_SECONDS);
        }
        return driver;
    }

    private Connection guarded(Connection connection) throws SQLException {
        try {
            return WatchedConnection.around(connection, TransactionLimits.on(connection, settings.limits()), dead);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
