package net.tensamin.omega.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether the database answers. */
@ApplicationScoped
public class Database {
    private static final int PATIENCE_SECONDS = 2;

    @Resource(lookup = SchemaMigration.DATA_SOURCE)
    DataSource source;

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
