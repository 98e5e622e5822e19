package net.tensamin.omega.guard;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.limits.Rate;
import org.eclipse.microprofile.config.Config;

/** Which clients HTTPS takes, and for how long, as the constants say. */
record GuardSettings(int connections, Rate handshakesPerSource, int handshakesAtOnce, Duration patience) {
    static final Setting<Integer> CONNECTIONS = Setting.number(
                    "omega.https.connections",
                    5_000,
                    "TCP connections of HTTPS and WSS at once; above that, and above four fifths of the files that this process may"
                            + " open, a new one replaces one whose client has not proven itself, or gets no answer")
            .between(16, 1_000_000);
    static final Setting<Rate> HANDSHAKES_PER_SOURCE = Rate.setting(
            "omega.https.handshakes-per-source",
            new Rate(1_000, Duration.ofSeconds(10)),
            "TCP connections that one address (IPv6: one /64) may begin; above that, it gets no answer");
    static final Setting<Integer> HANDSHAKES_AT_ONCE = Setting.number(
                    "omega.https.handshakes-at-once",
                    0,
                    "TLS handshakes that are worked on at once, each on a processor; others wait, and sources take turns; 0:"
                            + " half of the processors, at least one")
            .between(0, 1_000);
    static final Setting<Duration> PATIENCE = Setting.duration(
                    "omega.https.patience",
                    Duration.ofSeconds(10),
                    "how long a client may take for its TLS handshake, for the head of a request, for its body, and to take some of"
                            + " an answer; how far a client without a certificate may fall behind 8 KiB/s")
            .between(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** @throws IllegalArgumentException for the first key that is wrong */
    static GuardSettings from(Config config) {
        int atOnce = HANDSHAKES_AT_ONCE.in(config);
        return new GuardSettings(
                CONNECTIONS.in(config),
                HANDSHAKES_PER_SOURCE.in(config),
                atOnce > 0 ? atOnce : Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                PATIENCE.in(config));
    }

    Deadlines deadlines() {
        return new Deadlines(patience, patience, patience, Duration.ofSeconds(30), patience, Duration.ofSeconds(2));
    }
}
