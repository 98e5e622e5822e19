package net.tensamin.omega.configuration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** What a server is for. */
public enum Profile {
    /** Everything works at once, with keys and passwords that everybody knows. */
    DEVELOPMENT,
    /** Nothing that only a development server may have. */
    PRODUCTION;

    private static final Logger LOG = System.getLogger(Profile.class.getName());

    private static final Map<String, String> WEAK = Map.of(
            "omega.tauri.unbound-certificates", "a certificate that names no user identifies as any",
            "omega.metrics.public", "everybody who reaches HTTPS reads the metrics");

    public static Profile of(Config config) {
        return SharedSettings.PROFILE.in(config);
    }

    /** @throws IllegalArgumentException for what a production server may not have */
    static void check(Keys keys, Config config) {
        Profile profile = of(config);
        LOG.log(
                Level.INFO,
                () -> "This server runs with the " + profile.name().toLowerCase(Locale.ROOT) + " profile"
                        + (profile == DEVELOPMENT ? "; on the Internet it needs omega.profile=production" : ""));
        if (profile == PRODUCTION && SharedSettings.DEMO.in(config)) {
            throw SharedSettings.DEMO.mustBe("false where omega.profile is production", true);
        }
        if (profile == PRODUCTION) {
            warn(keys, config);
        }
    }

    private static void warn(Keys keys, Config config) {
        WEAK.forEach((key, meaning) -> {
            if (keys.named(key, Boolean.class, config)) {
                LOG.log(Level.WARNING, () -> key + " is true: " + meaning);
            }
        });
        if (keys.named("omega.cluster.enabled", Boolean.class, config)
                && keys.named("omega.cluster.secret", Optional.class, config).isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    () -> "omega.cluster.secret is not set: whoever reaches the grid's port can read what nodes say");
        }
    }
}
