package net.tensamin.omega.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The keys that more than one component reads. */
public final class SharedSettings {
    public static final Setting<Boolean> DEMO = Setting.flag(
            "omega.demo", false, "demo accounts and their keys; `mvn payara-micro:start` sets it to `true`");
    public static final Setting<Duration> DRAIN_WINDOW = Setting.duration(
                    "omega.drain.window",
                    Duration.ofSeconds(10),
                    "how long a drain takes to send clients away, and over how long they come back")
            .between(Duration.ofMillis(100), Duration.ofHours(1));
    /** Decides defaults of other keys. */
    public static final Setting<Profile> PROFILE = Setting.choice(
            "omega.profile",
            Profile.DEVELOPMENT,
            "`production`: no development keys, no default password, no demo, and a warning about what is weak");

    static final Setting<String> DATA_DIRECTORY = Setting.text(
            "omega.data-dir", "data", "keys and the embedded database; absolute where `domain.xml` is used");

    private SharedSettings() {}

    /** How many servers are one, as far as this one is told: as many as {@code omega.cluster.members} names. */
    public static int nodes(Config config) {
        Keys keys = Keys.declared();
        boolean clustered = keys.named("omega.cluster.enabled", Boolean.class, config);
        Optional<?> members = keys.named("omega.cluster.members", Optional.class, config);
        return clustered
                ? members.map(names -> names.toString().split(",").length).orElse(1)
                : 1;
    }

    /** {@code omega.data-dir}, by default {@code data} in the working directory. */
    public static Path dataDirectory(Config config) {
        return Path.of(DATA_DIRECTORY.in(config)).toAbsolutePath().normalize();
    }
}
