package net.tensamin.omega.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * Which database, by {@code omega.db.url}, {@code omega.db.user} and {@code omega.db.password}. Without a URL it is an H2
 * file under {@code omega.data-dir} (by default {@code data} in the working directory).
 */
record DatabaseSettings(String url, Optional<String> user, Optional<String> password) {
    static DatabaseSettings of(Config config) {
        return of(key -> config.getOptionalValue(key, String.class));
    }

    static DatabaseSettings of(Function<String, Optional<String>> config) {
        return new DatabaseSettings(
                config.apply("omega.db.url")
                        .orElseGet(() -> h2In(config.apply("omega.data-dir").orElse("data"))),
                config.apply("omega.db.user"),
                config.apply("omega.db.password"));
    }

    /**
     * H2 wants an absolute path. By default it writes a commit to the file up to half a second later, which a kill would
     * lose. The pool closes the database; H2's own shutdown hook would be too early.
     */
    private static String h2In(String directory) {
        Path file = Path.of(directory, "omega").toAbsolutePath().normalize();
        return "jdbc:h2:file:" + file + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE";
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return url.replaceAll("[?;].*", "");
    }
}
