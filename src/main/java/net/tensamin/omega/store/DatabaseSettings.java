package net.tensamin.omega.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.SharedSettings;
import org.eclipse.microprofile.config.Config;

/** Which database, as the constants say. */
record DatabaseSettings(
        String url,
        Optional<String> user,
        Optional<String> password,
        Duration patience,
        int poolSize,
        DatabaseLimits limits) {
    /** They would contradict the keys that say the same. */
    private static final Pattern LIMIT_IN_URL = Pattern.compile("[?&](socketTimeout|connectTimeout|loginTimeout)=");

    static final Setting<Optional<String>> URL =
            Setting.optional("omega.db.url", "an H2 file in `omega.data-dir`", "JDBC URL of H2 or PostgreSQL");
    static final Setting<Optional<String>> USER = Setting.optional("omega.db.user", "none", "user of the database");
    static final Setting<Optional<String>> PASSWORD =
            Setting.optional("omega.db.password", "none", "password of" + " that user");

    static final Setting<Duration> WAIT = Setting.duration(
                    "omega.db.wait",
                    Duration.ofMinutes(5),
                    "how long a start waits for a database that is down; less than whatever supervises the start"
                            + " allows")
            .between(Duration.ZERO, Duration.ofDays(1));

    static final Setting<Integer> POOL_SIZE = Setting.number(
                    "omega.db.pool-size",
                    ServerPool.DEFINED,
                    "connections of a server to its database at most; a caller that waits 2 s for a connection gets an error."
                            + " All servers together must stay below PostgreSQL's `max_connections`")
            .between(4, 1_000);

    static DatabaseSettings from(Config config) {
        return new DatabaseSettings(
                URL.in(config).orElseGet(() -> h2In(SharedSettings.dataDirectory(config))),
                USER.in(config),
                PASSWORD.in(config),
                WAIT.in(config),
                POOL_SIZE.in(config),
                DatabaseLimits.from(config));
    }

    /** @throws IllegalArgumentException for a database that is neither H2 nor PostgreSQL, or a limit in the URL */
    DatabaseSettings {
        if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
            throw URL.mustBe("a URL of jdbc:h2: or jdbc:postgresql:", shown(url));
        }
        Matcher limit = LIMIT_IN_URL.matcher(url);
        if (url.startsWith("jdbc:postgresql:") && limit.find()) {
            throw URL.mustBe(
                    "without " + limit.group(1) + ", as " + DatabaseLimits.CONNECT + " and " + DatabaseLimits.SOCKET
                            + " say that",
                    shown(url) + " with it");
        }
    }

    /** As its URL says, by what such a pooler needs. */
    boolean pooledByTransaction() {
        return url.contains("prepareThreshold=0");
    }

    boolean isPostgreSql() {
        return url.startsWith("jdbc:postgresql:");
    }

    /**
     * H2 wants an absolute path. By default it writes a commit to the file up to half a second later, which a kill would
     * lose. The pool closes the database; H2's own shutdown hook would be too early.
     */
    private static String h2In(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("omega")
                + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE";
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return shown(url);
    }

    private static String shown(String url) {
        return url.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
    }
}
