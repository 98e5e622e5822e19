package net.tensamin.omega.device;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/** How a server learns of revocations, and of operators, as the constants say. */
public record RevocationSettings(Duration interval, Duration unknownAfter) {
    static final Setting<Duration> INTERVAL = Setting.duration(
                    "omega.device.revocation-interval",
                    Duration.ofMillis(400),
                    "how often a server checks for revocations, and for changes of operators, by other servers")
            .between(Duration.ofMillis(50), Duration.ofHours(1));
    static final Setting<Duration> UNKNOWN_AFTER = Setting.duration(
                    "omega.device.revocation-unknown-after",
                    Duration.ofSeconds(30),
                    "a server that has been unable to check for this long accepts no certificate, except that operators whom it knows can look, and drain")
            .between(Duration.ofMillis(50), Duration.ofDays(1));

    public RevocationSettings {
        if (unknownAfter.compareTo(interval) <= 0) {
            throw UNKNOWN_AFTER.mustBe("longer than " + INTERVAL + ", which is " + interval, unknownAfter);
        }
    }

    /** @throws IllegalArgumentException for the first key that is wrong */
    public static RevocationSettings from(Config config) {
        return new RevocationSettings(INTERVAL.in(config), UNKNOWN_AFTER.in(config));
    }
}
