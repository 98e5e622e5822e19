package net.tensamin.omega.store;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import net.tensamin.omega.configuration.FailedStart;
import net.tensamin.omega.configuration.Profile;
import net.tensamin.omega.configuration.SharedSettings;
import net.tensamin.omega.configuration.StartChecks;
import net.tensamin.omega.configuration.StartFailure;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to date before anything uses it: whatever touches the database at start declares
 * {@code @DependsOn("SchemaMigration")}. Flyway handles its transactions itself.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@DataSourceDefinition(
        name = SchemaMigration.DATA_SOURCE,
        className = "net.tensamin.omega.store.ConfiguredDataSource",
        minPoolSize = 2,
        maxPoolSize = ServerPool.DEFINED,
        properties = {
            // Payara's; another server ignores them. A connection that died with its database is found out and
            // replaced; WatchedConnection knows what that says of the others.
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
            "fish.payara.max-wait-time-in-millis=2000"
        },
        description = "H2 or PostgreSQL, as omega.db.url says")
public class SchemaMigration {
    static final String DATA_SOURCE = "java:app/jdbc/omega";

    @Resource(lookup = DATA_SOURCE)
    DataSource database;

    @PostConstruct
    void start() {
        Config config = ConfigProvider.getConfig();
        StartChecks.run(config);
        DatabaseSettings settings = DatabaseSettings.from(config);
        try {
            awaitDatabase();
            if (settings.isPostgreSql()) {
                migrate(PostgreSql.forMigration(settings));
                new PostgreSqlStart(database, settings, Profile.of(config)).check(SharedSettings.nodes(config));
            } else {
                migrate(database);
            }
            ServerPool.resize(settings.poolSize());
        } catch (SQLException e) {
            throw FailedStart.end(DatabaseFault.of(e, settings));
        } catch (FlywayException | StartFailure e) {
            throw FailedStart.end(StartFailure.of(e));
        }
    }

    /** The pool's first connection does. */
    private void awaitDatabase() throws SQLException {
        database.getConnection().close();
    }

    /** Brings a database up to date. */
    public static void migrate(DataSource database) {
        Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(database)
                .placeholders(Map.of("by_prefix", isPostgreSql(database) ? "varchar_pattern_ops" : ""))
                .load()
                .migrate();
    }

    /** Its indexes are of use to {@code like} only if they are told so, whatever the collation; H2's always are. */
    private static boolean isPostgreSql(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        } catch (SQLException e) {
            throw new FlywayException("cannot ask the database what it is: " + e.getMessage(), e);
        }
    }
}
