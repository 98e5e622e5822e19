package net.tensamin.omega.omikron;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.limits.Rate;
import org.eclipse.microprofile.config.Config;

/** How links are held, as the constants say. */
record OmikronSettings(
        Duration pingInterval,
        Duration silenceLimit,
        Duration identificationLimit,
        int unansweredLimit,
        Rate messages) {
    static final Setting<Duration> PING_INTERVAL = Setting.duration(
                    "omega.omikron.ping-interval", Duration.ofSeconds(5), "how often the server pings an Omikron")
            .between(Duration.ofMillis(100), Duration.ofHours(1));
    static final Setting<Duration> SILENCE_LIMIT = Setting.duration(
                    "omega.omikron.silence-limit",
                    Duration.ofSeconds(30),
                    "a link that is silent for this long is closed")
            .between(Duration.ofMillis(100), Duration.ofHours(1));
    static final Setting<Duration> IDENTIFICATION_LIMIT = Setting.duration(
                    "omega.omikron.identification-limit",
                    Duration.ofSeconds(10),
                    "a link that has not identified in this time is closed; what Omega needs to answer it does not count")
            .between(Duration.ofMillis(100), Duration.ofHours(1));
    static final Setting<Integer> UNANSWERED_LIMIT = Setting.number(
                    "omega.omikron.unanswered-limit",
                    10_000,
                    "a link with this many unanswered messages is not read until answers catch up")
            .between(1, 1_000_000);
    static final Setting<Rate> MESSAGES = Rate.setting(
            "omega.omikron.messages-per-link",
            new Rate(50_000, Duration.ofSeconds(1)),
            "messages of a link; above that, it is read more slowly");

    OmikronSettings {
        if (silenceLimit.compareTo(pingInterval) <= 0) {
            throw SILENCE_LIMIT.mustBe("longer than " + PING_INTERVAL + ", which is " + pingInterval, silenceLimit);
        }
    }

    /** @throws IllegalArgumentException for the first key that is wrong */
    static OmikronSettings from(Config config) {
        return new OmikronSettings(
                PING_INTERVAL.in(config),
                SILENCE_LIMIT.in(config),
                IDENTIFICATION_LIMIT.in(config),
                UNANSWERED_LIMIT.in(config),
                MESSAGES.in(config));
    }
}
