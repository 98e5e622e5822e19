package net.tensamin.omega.registry;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.limits.Rate;
import org.eclipse.microprofile.config.Config;

/** Whether and how often Omikrons may register accounts, as the constants say. */
record RegistrationSettings(boolean open, Rate rate) {
    static final Setting<Boolean> OPEN = Setting.flag(
            "omega.omikron.registration",
            false,
            "whether Omikrons may register, change and delete users and Iotas over their links");
    static final Setting<Rate> RATE = Rate.setting(
            "omega.omikron.registrations-per-omikron",
            new Rate(1_000, Duration.ofHours(1)),
            "registrations and deletions of one Omikron; above that, `error_too_many_requests`");

    /** @throws IllegalArgumentException for the first key that is wrong */
    static RegistrationSettings from(Config config) {
        return new RegistrationSettings(OPEN.in(config), RATE.in(config));
    }
}
