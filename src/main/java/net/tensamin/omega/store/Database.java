package net.tensamin.omega.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/** Whether the database answers. */
@ApplicationScoped
public class Database {
    private static final int PATIENCE_SECONDS = 2;

    @Resource(lookup = SchemaMigration.DATA_SOURCE)
    DataSource source;

    /** Made with the application: the thread of a health check may not know the application's names (WildFly). */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        Objects.requireNonNull(source);
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
