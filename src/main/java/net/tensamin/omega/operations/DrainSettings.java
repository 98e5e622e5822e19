package net.tensamin.omega.operations;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.SharedSettings;
import org.eclipse.microprofile.config.Config;

/**
 * How long a drain takes.
 *
 * @param window over how long clients are parted with
 * @param stopWithin what all of a drain may take when the server stops
 */
record DrainSettings(Duration window, Duration stopWithin) {
    static final Setting<Duration> STOP_WITHIN = Setting.duration(
                    "omega.drain.stop-within",
                    Duration.ofSeconds(8),
                    "how long a drain may take when the server is stopped; less than the time after which the"
                            + " process is killed")
            .between(Duration.ZERO, Duration.ofHours(1));

    /** @throws IllegalArgumentException for the first key that is wrong */
    static DrainSettings from(Config config) {
        return new DrainSettings(SharedSettings.DRAIN_WINDOW.in(config), STOP_WITHIN.in(config));
    }

    /** When the server stops, half of the time is for clients and half for what is left to be written. */
    Duration windowAtStop() {
        Duration half = stopWithin.dividedBy(2);
        return half.compareTo(window) < 0 ? half : window;
    }
}
