package net.tensamin.omega.tauri;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import org.eclipse.microprofile.config.Config;

/** How often a device may connect and speak, and how many sessions a user may have. Thread-safe. */
@Dependent
class TauriLimits {
    static final Setting<Rate> CONNECTS = Rate.setting(
            "omega.tauri.connects-per-device",
            new Rate(30, Duration.ofMinutes(1)),
            "connections of a device; above that, 100 with `retry-after-ms`");
    static final Setting<Rate> MESSAGES = Rate.setting(
            "omega.tauri.messages-per-device",
            new Rate(1_000, Duration.ofMinutes(1)),
            "messages of a device on a connection; above that, 201");
    static final Setting<Integer> SESSIONS = Setting.number(
                    "omega.tauri.sessions-per-user",
                    32,
                    "devices of a user that have a session or wait over HTTPS, on this server; above that, 100 or 429")
            .between(1, 1_000_000);

    /** When a user with too many sessions may try again: late enough to cause no load, soon enough for a person. */
    private static final Duration UNTIL_FEWER_SESSIONS = Duration.ofMinutes(1);

    private final Rate messages;
    private final int sessions;
    private final RateTable connects;
    private final Breaches flapping;
    private final Breaches talking;
    private final Breaches crowding;
    private final LongSupplier nanos;
    private final OutagePause outage;

    @Inject
    TauriLimits(Meters meters, Config config) {
        this(CONNECTS.in(config), MESSAGES.in(config), SESSIONS.in(config), meters, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    TauriLimits(Rate connects, Rate messages, int sessions, Meters meters, LongSupplier nanos) {
        Counters closed = closed(meters);
        this.connects = new RateTable(connects, nanos);
        this.messages = messages;
        this.sessions = sessions;
        this.nanos = nanos;
        this.outage = new OutagePause(nanos);
        this.flapping = new Breaches(CONNECTS, "it is sent away for a while", closed.of("connects"), nanos);
        this.talking = new Breaches(MESSAGES, "its session is closed", closed.of("messages"), nanos);
        this.crowding = new Breaches(SESSIONS, "the new session is closed", closed.of("sessions"), nanos);
    }

    static Counters closed(Meters meters) {
        return meters.counters(
                "omega_tauri_limited_total",
                "reason",
                "Sessions closed, and waits refused, because a device or user went past a limit");
    }

    /** Counts a connection of the session's device, and sends away a device that connects too often. */
    void connected(TauriSession session) {
        Source device = Source.of(session.device().value());
        long wait = connects.take(device);
        if (wait > 0) {
            flapping.by(device);
            session.close(SessionEnding.comeBackAfter(Duration.ofNanos(wait).plusMillis(1)));
        }
    }

    /** Adds an identified session, or sends it away if its user has too many. */
    void add(TauriSession session, TauriSessions all) {
        if (!all.add(session, sessions)) {
            crowding.by(Source.of("user " + session.binding().orElseThrow().user()));
            session.close(SessionEnding.comeBackAfter(UNTIL_FEWER_SESSIONS));
        }
    }

    /** Sends a session away of which nobody can say whose it may be just now. */
    void unavailable(TauriSession session) {
        session.close(SessionEnding.comeBackAfter(outage.of(session.device())));
    }

    /** It could be said of some session. */
    void available() {
        outage.over();
    }

    /** How many messages a session may still send. */
    TokenBucket messages() {
        return new TokenBucket(messages, nanos);
    }

    /** A device has sent more. */
    void talking(DeviceId device) {
        talking.by(Source.of(device.value()));
    }
}
