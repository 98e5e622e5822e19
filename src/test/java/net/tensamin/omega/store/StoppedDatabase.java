package net.tensamin.omega.store;

import java.nio.file.Path;
import javax.sql.DataSource;
import net.tensamin.omega.testing.TestConfig;

/** H2 of a server that has ended, however it ended. */
public final class StoppedDatabase {
    private StoppedDatabase() {}

    /** @param data the server's folder */
    public static DataSource in(Path data) {
        String url = "jdbc:h2:file:" + data.resolve("omega").toAbsolutePath();
        return new ConfiguredDataSource(DatabaseSettings.from(TestConfig.of("omega.db.url", url)));
    }
}
