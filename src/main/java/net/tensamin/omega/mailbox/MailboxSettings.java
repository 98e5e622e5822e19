package net.tensamin.omega.mailbox;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How mailboxes are written and kept, from MicroProfile Config.
 *
 * @param largestBatch {@code omega.mailbox.largest-batch}: how many notices and reads a transaction takes at most
 * @param commitInterval {@code omega.mailbox.commit-interval}: how far apart transactions begin at least, so that each
 *     takes more
 * @param longestRetryPause {@code omega.mailbox.longest-retry-pause}: how far apart tries are while the database is away
 * @param answerTimeout {@code omega.mailbox.answer-timeout}: how long a call of the HTTPS API or a Tauri session waits for
 *     its commit
 * @param tombstoneRetention {@code omega.mailbox.tombstone-retention}: how long a pair of which everything was read is kept
 *     (SPEC §4)
 * @param sweepInterval {@code omega.mailbox.sweep-interval}: how often older ones are looked for
 */
record MailboxSettings(
        int largestBatch,
        Duration commitInterval,
        Duration longestRetryPause,
        Duration answerTimeout,
        Duration tombstoneRetention,
        Duration sweepInterval) {
    private static final String PREFIX = "omega.mailbox.";
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST_COMMIT_INTERVAL = Duration.ofSeconds(1);
    private static final int MOST_IN_A_BATCH = 100_000;

    MailboxSettings {
        if (largestBatch < 1 || largestBatch > MOST_IN_A_BATCH) {
            throw new IllegalArgumentException(
                    PREFIX + "largest-batch must be between 1 and " + MOST_IN_A_BATCH + ": " + largestBatch);
        }
        if (commitInterval.isNegative() || commitInterval.compareTo(LONGEST_COMMIT_INTERVAL) > 0) {
            throw new IllegalArgumentException(PREFIX + "commit-interval must be between " + Duration.ZERO + " and "
                    + LONGEST_COMMIT_INTERVAL + ": " + commitInterval);
        }
        requireWithinBounds("longest-retry-pause", longestRetryPause, Duration.ofMinutes(10));
        requireWithinBounds("answer-timeout", answerTimeout, Duration.ofMinutes(10));
        requireWithinBounds("tombstone-retention", tombstoneRetention, Duration.ofDays(36_500));
        requireWithinBounds("sweep-interval", sweepInterval, Duration.ofDays(30));
    }

    static MailboxSettings from(Config config) {
        return new MailboxSettings(
                read(config, "largest-batch", 4_000, Integer.class),
                read(config, "commit-interval", Duration.ofMillis(4), Duration.class),
                read(config, "longest-retry-pause", Duration.ofSeconds(2), Duration.class),
                read(config, "answer-timeout", Duration.ofSeconds(5), Duration.class),
                read(config, "tombstone-retention", Duration.ofDays(30), Duration.class),
                read(config, "sweep-interval", Duration.ofHours(1), Duration.class));
    }

    private static <T> T read(Config config, String name, T preset, Class<T> type) {
        try {
            return config.getOptionalValue(PREFIX + name, type).orElse(preset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
        }
    }

    private static void requireWithinBounds(String name, Duration value, Duration longest) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    PREFIX + name + " must be between " + SHORTEST + " and " + longest + ": " + value);
        }
    }
}
