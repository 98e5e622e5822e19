package net.tensamin.omega.enrolment;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.limits.Rate;
import org.eclipse.microprofile.config.Config;

/** How devices are enrolled, as the constants say. */
record EnrolmentSettings(Duration validity, Duration codeLifetime, Rate guesses) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    static final Setting<Duration> CERTIFICATE_VALIDITY = Setting.duration(
                    "omega.enrolment.certificate-validity",
                    Duration.ofDays(90),
                    "how long a device's certificate is" + " valid")
            .between(SHORTEST, LONGEST);
    static final Setting<Duration> CODE_LIFETIME = Setting.duration(
                    "omega.enrolment.code-lifetime", Duration.ofHours(1), "how long a one-time code is valid")
            .between(SHORTEST, LONGEST);
    static final Setting<Rate> GUESSES = Rate.setting(
            "omega.enrolment.guesses",
            new Rate(10, Duration.ofMinutes(1)),
            "wrong codes from one address (IPv6: one /64); above that, 429");

    /** @throws IllegalArgumentException for the first key that is wrong */
    static EnrolmentSettings from(Config config) {
        return new EnrolmentSettings(CERTIFICATE_VALIDITY.in(config), CODE_LIFETIME.in(config), GUESSES.in(config));
    }
}
