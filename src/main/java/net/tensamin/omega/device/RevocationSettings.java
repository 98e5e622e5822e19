package net.tensamin.omega.device;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How a server learns of revocations.
 *
 * @param interval {@code omega.device.revocation-interval}: how often the database is asked for those of other nodes
 * @param unknownAfter {@code omega.device.revocation-unknown-after}: with no answer for so long, no certificate is accepted
 */
record RevocationSettings(Duration interval, Duration unknownAfter) {
    private static final String PREFIX = "omega.device.revocation-";
    private static final Duration SHORTEST = Duration.ofMillis(50);

    RevocationSettings {
        require(interval.compareTo(SHORTEST) >= 0, "interval", "at least " + SHORTEST);
        require(unknownAfter.compareTo(interval) > 0, "unknown-after", "longer than the interval");
    }

    static RevocationSettings from(Config config) {
        return new RevocationSettings(
                read(config, "interval", Duration.ofMillis(400)),
                read(config, "unknown-after", Duration.ofSeconds(30)));
    }

    private static Duration read(Config config, String name, Duration preset) {
        try {
            return config.getOptionalValue(PREFIX + name, Duration.class).orElse(preset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
        }
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + name + " must be " + what);
        }
    }
}
