package net.tensamin.omega.store;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import net.tensamin.omega.configuration.FailedStart;
import net.tensamin.omega.configuration.StartChecks;
import net.tensamin.omega.configuration.StartFailure;
import net.tensamin.omega.embedded.EmbeddedDatabase;
import net.tensamin.omega.embedded.EmbeddedSettings;
import net.tensamin.omega.outage.OutageLog;
import net.tensamin.omega.outage.ServerNoise;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The database that MicroProfile Config names, H2 or PostgreSQL, as the class of the server's connection pool. A data source
 * definition holds constants only; this class lets one WAR run on either database, on any server, with a default.
 */
public class ConfiguredDataSource extends DriverDataSource {
    private static final System.Logger LOG = System.getLogger(ConfiguredDataSource.class.getName());

    private final DatabaseSettings settings;
    private final FirstConnection first;
    private final Optional<EmbeddedDatabase> embedded;
    private final Optional<EmbeddedDatabase> synced;
    private volatile String description = "";

    /** For the server's connection pool. */
    public ConfiguredDataSource() {
        this(checked(config()));
    }

    private ConfiguredDataSource(Config config) {
        this(DatabaseSettings.from(config), EmbeddedSettings.from(config).sync());
    }

    /** The first of Omega that runs also is where a start that cannot succeed ends. */
    private static Config checked(Config config) {
        StartChecks.run(config);
        if (FailedStart.isPayaraMicro()) {
            ServerNoise.keepOut();
        }
        return config;
    }

    /** This is the first of Omega that a server runs; one that cannot run it should be told why. */
    private static Config config() {
        try {
            return ConfigProvider.getConfig();
        } catch (NoClassDefFoundError | IllegalStateException e) {
            String words = "Omega cannot run on this server, which has no MicroProfile Config;"
                    + " Payara, WildFly and Open Liberty have it";
            LOG.log(Level.ERROR, words, e);
            throw new IllegalStateException(words, e);
        }
    }

    ConfiguredDataSource(DatabaseSettings settings) {
        this(settings, true);
    }

    /** @param sync whether a commit of the embedded database is on the disk when it returns */
    ConfiguredDataSource(DatabaseSettings settings, boolean sync) {
        this(settings, EmbeddedDatabase.of(settings.url()), sync);
    }

    private ConfiguredDataSource(DatabaseSettings settings, Optional<EmbeddedDatabase> embedded, boolean sync) {
        super(settings.isPostgreSql() ? new PostgreSql(settings).dataSource() : h2(settings, embedded, sync));
        this.settings = settings;
        this.first = new FirstConnection(settings.patience());
        this.embedded = embedded;
        this.synced = embedded.filter(database -> sync);
    }

    private static DataSource h2(DatabaseSettings settings, Optional<EmbeddedDatabase> embedded, boolean sync) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(embedded.filter(database -> sync)
                .map(EmbeddedDatabase::syncedUrl)
                .orElse(settings.url()));
        settings.user().ifPresent(h2::setUser);
        settings.password().ifPresent(h2::setPassword);
        return h2;
    }

    /** The property that JDBC (§9.4.1) wants of every data source; WildFly refuses one that has none. */
    public void setDescription(String description) {
        this.description = description;
    }

    public String getDescription() {
        return description;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!first.isMade()) {
            check();
        }
        try {
            Connection connection = OpenConnections.opened(synced(first.open(driver)));
            OutageLog.DATABASE.succeeded();
            return connection;
        } catch (SQLException e) {
            if (first.isMade()) {
                OutageLog.DATABASE.failed(e);
                throw e;
            }
            StartFailure failure = FailedStart.end(DatabaseFault.of(e, settings));
            throw new SQLException(failure.getMessage(), e.getSQLState(), e);
        }
    }

    private void check() {
        try {
            embedded.ifPresent(database -> database.check(synced.isPresent()));
        } catch (StartFailure e) {
            throw FailedStart.end(e);
        }
    }

    private Connection synced(Connection connection) throws SQLException {
        return synced.isPresent() ? synced.get().synced(connection) : connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return synced(driver.getConnection(user, password));
    }
}
