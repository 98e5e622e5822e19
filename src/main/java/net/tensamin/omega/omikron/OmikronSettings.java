package net.tensamin.omega.omikron;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How links are held, from MicroProfile Config.
 *
 * @param pingInterval {@code omega.omikron.ping-interval}
 * @param silenceLimit {@code omega.omikron.silence-limit}: a link of which nothing is heard for so long is closed, and one
 *     that has not identified in that time
 */
record OmikronSettings(Duration pingInterval, Duration silenceLimit) {
    private static final String PREFIX = "omega.omikron.";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    OmikronSettings {
        requireWithinBounds("ping-interval", pingInterval);
        requireWithinBounds("silence-limit", silenceLimit);
        if (silenceLimit.compareTo(pingInterval) <= 0) {
            throw new IllegalArgumentException(PREFIX + "silence-limit must be longer than ping-interval, which is "
                    + pingInterval + ": " + silenceLimit);
        }
    }

    static OmikronSettings from(Config config) {
        return new OmikronSettings(
                read(config, "ping-interval", Duration.ofSeconds(5)),
                read(config, "silence-limit", Duration.ofSeconds(30)));
    }

    private static Duration read(Config config, String name, Duration preset) {
        try {
            return config.getOptionalValue(PREFIX + name, Duration.class).orElse(preset);
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
