package net.tensamin.omega.tauri;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.Setting.Bounds;
import net.tensamin.omega.configuration.SharedSettings;
import org.eclipse.microprofile.config.Config;

/** How sessions are held, as the constants say. */
record TauriSettings(
        Duration identifyWithin,
        Duration pingInterval,
        Duration longestPingInterval,
        Duration pingTimeout,
        int errorLimit,
        boolean unboundCertificates,
        Duration drainWindow,
        Duration cursorInterval,
        Duration compareInterval) {
    static final Setting<Duration> IDENTIFY_WITHIN = upToAnHour(Setting.duration(
            "omega.tauri.identify-within", Duration.ofSeconds(10), "how long a connection may stay without a user"));
    static final Setting<Duration> PING_INTERVAL = upToAnHour(Setting.duration(
            "omega.tauri.ping-interval",
            Duration.ofSeconds(15),
            "how often the server pings a device of whose network it knows nothing"));
    static final Setting<Duration> LONGEST_PING_INTERVAL = upToAnHour(Setting.duration(
            "omega.tauri.ping-interval-longest",
            Duration.ofMinutes(5),
            "how rarely the server pings a device whose network is known to keep a silent path for that long; if it is no"
                    + " longer than `omega.tauri.ping-interval`, the server learns nothing"));
    static final Setting<Duration> PING_TIMEOUT = upToAnHour(Setting.duration(
            "omega.tauri.ping-timeout",
            Duration.ofSeconds(30),
            "a ping that is unanswered for this long ends the" + " session"));
    static final Setting<Integer> ERROR_LIMIT = Setting.number(
                    "omega.tauri.error-limit",
                    100,
                    "errors answered at once, and as many again spread over each minute; the next one ends the"
                            + " connection")
            .between(1, 1_000_000);
    static final Setting<Boolean> UNBOUND_CERTIFICATES = Setting.flag(
            "omega.tauri.unbound-certificates", false, "whether a certificate that names no user may identify as any");
    static final Setting<Duration> CURSOR_INTERVAL = upToAnHour(Setting.duration(
            "omega.tauri.cursor-interval",
            Duration.ofSeconds(1),
            "how often cursors that devices have proven are written"));
    static final Setting<Duration> COMPARE_INTERVAL = upToAnHour(Setting.duration(
            "omega.tauri.compare-interval",
            Duration.ofSeconds(15),
            "how often the server compares what its sessions have with the database"));

    /** @throws IllegalArgumentException for the first key that is wrong */
    static TauriSettings from(Config config) {
        return new TauriSettings(
                IDENTIFY_WITHIN.in(config),
                PING_INTERVAL.in(config),
                LONGEST_PING_INTERVAL.in(config),
                PING_TIMEOUT.in(config),
                ERROR_LIMIT.in(config),
                UNBOUND_CERTIFICATES.in(config),
                SharedSettings.DRAIN_WINDOW.in(config),
                CURSOR_INTERVAL.in(config),
                COMPARE_INTERVAL.in(config));
    }

    private static Setting<Duration> upToAnHour(Bounds<Duration> setting) {
        return setting.between(Duration.ofMillis(100), Duration.ofHours(1));
    }
}
