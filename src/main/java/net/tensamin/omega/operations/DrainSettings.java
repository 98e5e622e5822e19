package net.tensamin.omega.operations;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How long a drain takes, from MicroProfile Config.
 *
 * @param window {@code omega.drain.window}: over how long clients are parted with
 * @param stopWithin {@code omega.drain.stop-within}: what all of a drain may take when the server stops, which has to be less
 *     than until whoever stops it kills it
 */
record DrainSettings(Duration window, Duration stopWithin) {
    private static final String PREFIX = "omega.drain.";
    private static final Duration LONGEST = Duration.ofHours(1);

    DrainSettings {
        requireWithinBounds("window", window);
        requireWithinBounds("stop-within", stopWithin);
    }

    static DrainSettings from(Config config) {
        return new DrainSettings(
                read(config, "window", Duration.ofSeconds(10)), read(config, "stop-within", Duration.ofSeconds(8)));
    }

    /** When the server stops, half of the time is for clients and half for what is left to be written. */
    Duration windowAtStop() {
        Duration half = stopWithin.dividedBy(2);
        return half.compareTo(window) < 0 ? half : window;
    }

    private static Duration read(Config config, String name, Duration preset) {
        try {
            return config.getOptionalValue(PREFIX + name, Duration.class).orElse(preset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
        }
    }

    private static void requireWithinBounds(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    PREFIX + name + " must be between " + Duration.ZERO + " and " + LONGEST + ": " + value);
        }
    }
}
