package net.tensamin.omega.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** H2 of a server that has ended, however it ended. */
public final class StoppedDatabase {
    private StoppedDatabase() {}

    /** @param data the server's folder */
    public static DataSource in(Path data) {
        String url = "jdbc:h2:file:" + data.resolve("omega").toAbsolutePath();
        return new ConfiguredDataSource(new DatabaseSettings(url, Optional.empty(), Optional.empty(), Duration.ZERO));
    }
}
