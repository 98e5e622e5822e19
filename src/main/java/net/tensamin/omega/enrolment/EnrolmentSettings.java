package net.tensamin.omega.enrolment;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How devices are enrolled, from {@code omega.enrolment.*}.
 *
 * @param validity {@code certificate-validity}: of a device's certificate
 * @param codeLifetime {@code code-lifetime}: until a code that was not used expires
 * @param guesses {@code guesses}: wrong codes that one address may send within a minute
 */
record EnrolmentSettings(Duration validity, Duration codeLifetime, int guesses) {
    private static final String PREFIX = "omega.enrolment.";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    EnrolmentSettings {
        requireWithinBounds("certificate-validity", validity);
        requireWithinBounds("code-lifetime", codeLifetime);
        if (guesses < 1) {
            throw new IllegalArgumentException(PREFIX + "guesses must be at least 1: " + guesses);
        }
    }

    static EnrolmentSettings from(Config config) {
        return new EnrolmentSettings(
                read(config, "certificate-validity", Duration.ofDays(90)),
                read(config, "code-lifetime", Duration.ofHours(1)),
                read(config, "guesses", 10));
    }

    @SuppressWarnings("unchecked")
    private static <T> T read(Config config, String name, T preset) {
        try {
            return config.getOptionalValue(PREFIX + name, (Class<T>) preset.getClass())
                    .orElse(preset);
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
