package net.tensamin.omega.tauri;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How sessions are held, from MicroProfile Config.
 *
 * @param identifyWithin {@code omega.tauri.identify-within}: how long a connection may stay without a user
 * @param pingInterval {@code omega.tauri.ping-interval}
 * @param pingTimeout {@code omega.tauri.ping-timeout}: a ping not answered for so long ends the session
 * @param errorLimit {@code omega.tauri.error-limit}: errors answered within a minute; the next one ends the connection
 * @param unboundCertificates {@code omega.tauri.unbound-certificates}: whether a certificate that names no user may
 *     identify as any
 * @param drainWindow {@code omega.drain.window}: over how long clients are told to spread their return after a stop
 * @param cursorInterval {@code omega.tauri.cursor-interval}: how often proven cursors are written
 */
record TauriSettings(
        Duration identifyWithin,
        Duration pingInterval,
        Duration pingTimeout,
        int errorLimit,
        boolean unboundCertificates,
        Duration drainWindow,
        Duration cursorInterval) {
    private static final String PREFIX = "omega.";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    TauriSettings {
        requireWithinBounds("tauri.identify-within", identifyWithin);
        requireWithinBounds("tauri.ping-interval", pingInterval);
        requireWithinBounds("tauri.ping-timeout", pingTimeout);
        requireWithinBounds("drain.window", drainWindow);
        requireWithinBounds("tauri.cursor-interval", cursorInterval);
        if (errorLimit < 1) {
            throw new IllegalArgumentException(PREFIX + "tauri.error-limit must be at least 1: " + errorLimit);
        }
    }

    static TauriSettings from(Config config) {
        return new TauriSettings(
                read(config, "tauri.identify-within", Duration.ofSeconds(10)),
                read(config, "tauri.ping-interval", Duration.ofSeconds(15)),
                read(config, "tauri.ping-timeout", Duration.ofSeconds(30)),
                read(config, "tauri.error-limit", 100),
                read(config, "tauri.unbound-certificates", false),
                read(config, "drain.window", Duration.ofSeconds(10)),
                read(config, "tauri.cursor-interval", Duration.ofSeconds(1)));
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
