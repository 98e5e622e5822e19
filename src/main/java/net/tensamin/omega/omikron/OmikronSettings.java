package net.tensamin.omega.omikron;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How links are held, from MicroProfile Config.
 *
 * @param pingInterval {@code omega.omikron.ping-interval}
 * @param silenceLimit {@code omega.omikron.silence-limit}: a link of which nothing is heard for so long is closed, and one
 *     that has not identified in that time
 * @param unansweredLimit {@code omega.omikron.unanswered-limit}: a link that waits for so many answers is not read until it
 *     has them
 */
record OmikronSettings(Duration pingInterval, Duration silenceLimit, int unansweredLimit) {
    private static final String PREFIX = "omega.omikron.";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int MOST_UNANSWERED = 1_000_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    OmikronSettings {
        requireWithinBounds("ping-interval", pingInterval);
        requireWithinBounds("silence-limit", silenceLimit);
        if (silenceLimit.compareTo(pingInterval) <= 0) {
            throw new IllegalArgumentException(PREFIX + "silence-limit must be longer than ping-interval, which is "
                    + pingInterval + ": " + silenceLimit);
        }
        if (unansweredLimit < 1 || unansweredLimit > MOST_UNANSWERED) {
            throw new IllegalArgumentException(
                    PREFIX + "unanswered-limit must be between 1 and " + MOST_UNANSWERED + ": " + unansweredLimit);
        }
    }

    static OmikronSettings from(Config config) {
        return new OmikronSettings(
                read(config, "ping-interval", Duration.ofSeconds(5), Duration.class),
                read(config, "silence-limit", Duration.ofSeconds(30), Duration.class),
                read(config, "unanswered-limit", 10_000, Integer.class));
    }

    private static <T> T read(Config config, String name, T preset, Class<T> type) {
        try {
            return config.getOptionalValue(PREFIX + name, type).orElse(preset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
        }
    }

    private static void requireWithinBounds(String name, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    PREFIX + name + " must be between " + SHORTEST + " and " + LONGEST + ": " + value);
        }
    }
}
