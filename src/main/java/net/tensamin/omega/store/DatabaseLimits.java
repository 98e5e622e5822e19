package net.tensamin.omega.store;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/**
 * How long PostgreSQL, and the way to it, may take, as the constants say. Each is longer than the one before: a statement ends before its
 * connection is given up.
 *
 * @param work the same for work that nobody waits for
 * @param migration for the schema's at the start
 */
record DatabaseLimits(
        Duration connect, Duration lock, Duration statement, Duration socket, Duration work, Duration migration) {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(1);

    /** How long a batch of notices waits for a lock: all that come after it wait with it. Shorter than any {@link #lock}. */
    static final Duration URGENT_LOCK = Duration.ofMillis(100);

    static final Setting<Duration> CONNECT = Setting.duration(
                    "omega.db.connect-timeout",
                    Duration.ofSeconds(3),
                    "PostgreSQL: how long a connection may take to be made, with each of several hosts")
            .between(LEAST, MOST);
    static final Setting<Duration> LOCK = Setting.duration(
                    "omega.db.lock-timeout",
                    Duration.ofSeconds(3),
                    "PostgreSQL: how long a statement waits for a lock (`lock_timeout`)")
            .between(LEAST, MOST);
    static final Setting<Duration> STATEMENT = Setting.duration(
                    "omega.db.statement-timeout",
                    Duration.ofSeconds(6),
                    "PostgreSQL: how long a statement may take (`statement_timeout`); longer than a wait for a lock")
            .between(LEAST, MOST);
    static final Setting<Duration> SOCKET = Setting.duration(
                    "omega.db.socket-timeout",
                    Duration.ofSeconds(8),
                    "PostgreSQL: a connection on which an answer has been awaited for this long counts as dead,"
                            + " as do all others that have been silent since; longer than a statement may take")
            .between(LEAST, MOST);
    static final Setting<Duration> WORK = Setting.duration(
                    "omega.db.work-timeout",
                    Duration.ofMinutes(2),
                    "PostgreSQL: `omega.db.statement-timeout` for work that nobody waits for, such as sweeps")
            .between(LEAST, MOST);
    static final Setting<Duration> MIGRATION = Setting.duration(
                    "omega.db.migration-timeout",
                    Duration.ofHours(1),
                    "PostgreSQL: how long a statement that changes the schema may take, at the start")
            .between(LEAST, Duration.ofDays(1));

    static DatabaseLimits from(Config config) {
        return new DatabaseLimits(
                CONNECT.in(config),
                LOCK.in(config),
                STATEMENT.in(config),
                SOCKET.in(config),
                WORK.in(config),
                MIGRATION.in(config));
    }

    /** Beyond what a statement may take, for its connection: what its answer may be late. */
    Duration margin() {
        return socket.minus(statement);
    }

    /** Of connections on which nobody waits for an answer. */
    Duration socketOf(Duration longStatement) {
        return longStatement.plus(margin());
    }

    /** The driver takes whole seconds, of which 0 is for ever. */
    static int seconds(Duration duration) {
        return (int) Math.max(1, (duration.toMillis() + 999) / 1000);
    }
}
