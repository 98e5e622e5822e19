package net.tensamin.omega.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.tensamin.omega.testing.TestConfig;

/** The schema on a database of its own, and plain transactions on it. */
public final class TestDatabase implements Closeable {
    private final DataSource dataSource;
    private final Closeable server;
    private final EntityManagerFactory factory;
    private final CountedStatements statements = new CountedStatements();

    private TestDatabase(DataSource dataSource, Closeable server) {
        this.dataSource = dataSource;
        this.server = server;
        SchemaMigration.migrate(dataSource);
        this.factory = Persistence.createEntityManagerFactory(
                "omega",
                Map.of(
                        "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                        "jakarta.persistence.jtaDataSource", "",
                        "jakarta.persistence.nonJtaDataSource", statements.around(dataSource),
                        "eclipselink.weaving", "false"));
    }

    /** H2 in a file, as without configuration. */
    public static TestDatabase h2() {
        return h2(true);
    }

    /** @param sync whether a commit is on the disk when it returns */
    public static TestDatabase h2(boolean sync) {
        try {
            Path directory = Files.createTempDirectory("omega-h2-");
            String url = "jdbc:h2:file:" + directory.resolve("omega") + ";LOCK_TIMEOUT=10000";
            DataSource h2 = new ConfiguredDataSource(settings(url), sync);
            Connection keepsItOpen = h2.getConnection();
            return new TestDatabase(h2, () -> {
                close(keepsItOpen);
                delete(directory);
            });
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestDatabase postgreSql() {
        return postgreSql(EmbeddedPostgres.builder(), database -> database);
    }

    /** As in production: a commit is on the disk, and a transaction need not connect first. The others here do not sync. */
    public static TestDatabase durablePostgreSql() {
        EmbeddedPostgres.Builder syncing =
                EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
        return postgreSql(syncing, database -> new KeptConnections(database).dataSource());
    }

    private static DatabaseSettings settings(String url) {
        return DatabaseSettings.from(new TestConfig(Map.of("omega.db.url", url, "omega.db.wait", "PT0S")));
    }

    private static TestDatabase postgreSql(EmbeddedPostgres.Builder builder, UnaryOperator<DataSource> pool) {
        try {
            EmbeddedPostgres server = builder.start();
            String url = server.getJdbcUrl("postgres", "postgres");
            DataSource database = new ConfiguredDataSource(settings(url));
            return new TestDatabase(pool.apply(database), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public void run(Consumer<EntityManager> work) {
        call(entities -> {
            work.accept(entities);
            return null;
        });
    }

    /** Runs {@code work} in a transaction that commits unless it throws. */
    public <T> T call(Function<EntityManager, T> work) {
        EntityManager entities = factory.createEntityManager();
        try {
            entities.getTransaction().begin();
            T result = work.apply(entities);
            entities.getTransaction().commit();
            return result;
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }

    /** How often what runs in {@link #run} and {@link #call} sends statements to the database. */
    public int roundTrips(Runnable work) {
        int before = statements.executions();
        work.run();
        return statements.executions() - before;
    }

    @Override
    public void close() throws IOException {
        factory.close();
        server.close();
    }

    private static void close(Connection connection) throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
