package net.tensamin.omega.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/** Whether the database answers. */
@ApplicationScoped
public class Database {
    private static final int PATIENCE_SECONDS = 2;

    @Resource(lookup = SchemaMigration.DATA_SOURCE)
    DataSource source;

    @Inject
    Config config;

    /** Made with the application: the thread of a health check may not know the application's names (WildFly). */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        Objects.requireNonNull(source);
    }

    /** Which one, without what may be secret, such as {@code jdbc:postgresql://db/omega}. */
    public String name() {
        return DatabaseSettings.from(config).toString();
    }

    /**
     * May block for as long as the pool waits for a connection.
     *
     * @throws SQLException that says why it does not
     */
    public void check() throws SQLException {
        try (Connection connection = source.getConnection()) {
            if (!connection.isValid(PATIENCE_SECONDS)) {
                throw new SQLException("the connection is not valid");
            }
        }
    }
}
