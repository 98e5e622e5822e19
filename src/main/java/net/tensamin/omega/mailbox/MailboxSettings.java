package net.tensamin.omega.mailbox;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/** How mailboxes are written and kept, as the constants say. */
record MailboxSettings(
        int largestBatch,
        Duration commitInterval,
        Duration longestRetryPause,
        Duration answerTimeout,
        Duration tombstoneRetention,
        Duration sweepInterval) {
    private static final Duration SHORTEST = Duration.ofMillis(10);

    static final Setting<Integer> LARGEST_BATCH = Setting.number(
                    "omega.mailbox.largest-batch", 4_000, "how many notices and reads a transaction takes at most")
            .between(1, 100_000);
    static final Setting<Duration> COMMIT_INTERVAL = Setting.duration(
                    "omega.mailbox.commit-interval",
                    Duration.ofMillis(4),
                    "least time between the starts of two transactions, so that each takes more; `PT0S` turns this off")
            .between(Duration.ZERO, Duration.ofSeconds(1));
    static final Setting<Duration> LONGEST_RETRY_PAUSE = Setting.duration(
                    "omega.mailbox.longest-retry-pause",
                    Duration.ofSeconds(2),
                    "longest pause between two attempts while the database is down")
            .between(SHORTEST, Duration.ofMinutes(10));
    static final Setting<Duration> ANSWER_TIMEOUT = Setting.duration(
                    "omega.mailbox.answer-timeout",
                    Duration.ofSeconds(5),
                    "how long an HTTPS call or a session waits for its commit")
            .between(SHORTEST, Duration.ofMinutes(10));
    static final Setting<Duration> TOMBSTONE_RETENTION = Setting.duration(
                    "omega.mailbox.tombstone-retention",
                    Duration.ofDays(30),
                    "how long pairs with nothing pending are kept")
            .between(SHORTEST, Duration.ofDays(36_500));
    static final Setting<Duration> SWEEP_INTERVAL = Setting.duration(
                    "omega.mailbox.sweep-interval", Duration.ofHours(1), "how often older pairs are removed")
            .between(SHORTEST, Duration.ofDays(30));
    static final Setting<Duration> LATE_OFFLINE_WINDOW = Setting.duration(
                    "omega.presence.late-offline-window",
                    Duration.ofSeconds(45),
                    "how long notices to online users are remembered, in case they turn out to be offline; `PT0S`"
                            + " turns this off")
            .between(Duration.ZERO, Duration.ofDays(1));
    static final Setting<Integer> LATE_OFFLINE_LIMIT = Setting.number(
                    "omega.presence.late-offline-limit", 100_000, "how many such notices are remembered at most")
            .between(0, Integer.MAX_VALUE);

    /** @throws IllegalArgumentException for the first key that is wrong */
    static MailboxSettings from(Config config) {
        return new MailboxSettings(
                LARGEST_BATCH.in(config),
                COMMIT_INTERVAL.in(config),
                LONGEST_RETRY_PAUSE.in(config),
                ANSWER_TIMEOUT.in(config),
                TOMBSTONE_RETENTION.in(config),
                SWEEP_INTERVAL.in(config));
    }
}
