package net.tensamin.omega.operations.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.SharedSettings;
import org.eclipse.microprofile.config.Config;

/**
 * Where the calls of operators are written, and how long they are kept.
 *
 * @param file empty for the standard output
 */
record AuditSettings(Optional<Path> file, Duration retention) {
    static final Setting<Optional<String>> FILE = Setting.optional(
            "omega.audit.file",
            "`audit.log` in `omega.data-dir`",
            "where each operator's call is written as a line of JSON; those of earlier days are beside it, with the day after the name; `-` is the standard output");
    static final Setting<Duration> RETENTION = Setting.duration(
                    "omega.audit.retention",
                    Duration.ofDays(90),
                    "how long the calls of operators are kept, in those files and for the operations page")
            .between(Duration.ofDays(1), Duration.ofDays(3650));

    private static final String STANDARD_OUTPUT = "-";

    static AuditSettings from(Config config) {
        Optional<String> named = FILE.in(config);
        Path file = named.map(name -> Path.of(name).toAbsolutePath().normalize())
                .orElseGet(() -> SharedSettings.dataDirectory(config).resolve("audit.log"));
        return new AuditSettings(
                named.filter(STANDARD_OUTPUT::equals).isPresent() ? Optional.empty() : Optional.of(file),
                RETENTION.in(config));
    }
}
