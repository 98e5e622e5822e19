package net.tensamin.omega.canary;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/** Whether and how often the way of a push is tried, as the constants say. */
record CanarySettings(boolean on, Duration interval, Duration patience) {
    static final Setting<Boolean> ON = Setting.flag(
            "omega.canary",
            false,
            "whether the server regularly tries a push to a device of its own; needs `omega.pki.client-ca`");
    static final Setting<Duration> INTERVAL = Setting.duration(
                    "omega.canary.interval", Duration.ofMinutes(1), "pause between two attempts")
            .between(Duration.ofSeconds(1), Duration.ofHours(1));
    static final Setting<Duration> PATIENCE = Setting.duration(
                    "omega.canary.patience", Duration.ofSeconds(45), "how long an attempt may take")
            .between(Duration.ofSeconds(1), Duration.ofHours(1));

    /** @throws IllegalArgumentException for the first key that is wrong */
    static CanarySettings from(Config config) {
        return new CanarySettings(ON.in(config), INTERVAL.in(config), PATIENCE.in(config));
    }
}
