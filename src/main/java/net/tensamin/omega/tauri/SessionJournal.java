package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Histogram;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.outage.SparseLog;
import net.tensamin.omega.quic.streams.CloseCode;
import net.tensamin.omega.trace.TraceEvent.Kind;
import net.tensamin.omega.trace.UserTraces;

/** What sessions do, in numbers for the metrics page and in events for the trace of their user. Thread-safe; nothing blocks. */
@ApplicationScoped
class SessionJournal {
    private static final System.Logger LOG = System.getLogger(SessionJournal.class.getName());

    private final SparseLog failures = new SparseLog(LOG, System::nanoTime);
    private final UserTraces traces;
    private final Counter connects;
    private final Counter identifications;
    private final Counters closes;
    private final Map<CloseCode, Counter> closesByCode = new EnumMap<>(CloseCode.class);
    private final Histogram heartbeat;
    private final Histogram pushSeconds;
    private final Counter pushes;
    private final Counter clears;
    private final Counter replays;
    private final Counter spills;
    private final Counter proofs;
    private final Counter pings;
    private final Counters silences;

    /** For the client proxy. */
    SessionJournal() {
        this(new Meters(), UserTraces.off());
    }

    @Inject
    SessionJournal(Meters meters, UserTraces traces) {
        this.traces = traces;
        connects = meters.counter("omega_tauri_connects_total", "Connections with a verified client certificate");
        identifications =
                meters.counter("omega_tauri_identifications_total", "Sessions that have identified themselves");
        closes = meters.counters(
                "omega_tauri_closes_total", "by", "Connections that ended, by close code or by the client", "client");
        for (CloseCode code : CloseCode.values()) {
            closesByCode.put(code, closes.of(code.name().toLowerCase(Locale.ROOT)));
        }
        heartbeat = meters.histogram(
                "omega_tauri_heartbeat_seconds", Histogram.Scale.SECONDS, "Round trips from ping to pong");
        pushSeconds = meters.histogram(
                "omega_tauri_push_seconds",
                Histogram.Scale.SECONDS,
                "From the arrival of a notice to the write of its push over QUIC, live pushes only");
        pushes = meters.counter("omega_tauri_pushes_total", "push_notification messages written to devices");
        clears = meters.counter("omega_tauri_clears_total", "read_notification messages written to devices");
        replays = meters.counter(
                "omega_tauri_replays_total", "Messages of both kinds that were read from the store, not live");
        spills = meters.counter(
                "omega_tauri_spills_total", "Times that a device read too slowly and its pushes stayed in the store");
        pings = meters.counter("omega_tauri_pings_total", "Pings that were sent to devices");
        silences = meters.counters(
                "omega_tauri_silences_total",
                "outcome",
                "Silences of a path that a ping has ended: held, unanswered for a while, or the path was forgotten",
                "held",
                "unanswered",
                "forgotten");
        proofs = meters.counter("omega_tauri_proofs_total", "Pongs that proved the arrival of something");
    }

    /** Being told of the start makes the container create this bean then: numbers are shown from 0 on. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    /** A request could not be handled, which is not its client's fault. */
    void failed(DeviceId device, Throwable failure) {
        failures.failed("A request of device " + device + " failed", failure);
    }

    void connected() {
        connects.increment();
    }

    void identified(UserId user, String device) {
        identifications.increment();
        traces.add(user, Kind.CONNECTED, 0, 0, device);
    }

    /** @param replayed whether it came from the store */
    void written(UserId user, String device, Badge badge, boolean replayed) {
        (badge.isRaised() ? pushes : clears).increment();
        if (replayed) {
            replays.increment();
        }
        Kind kind = replayed ? Kind.REPLAYED : Kind.PUSHED;
        traces.add(user, kind, badge.sender().value(), badge.revision(), device);
    }

    /** @param nanos since its notice came */
    void pushed(long nanos) {
        pushSeconds.record(nanos);
    }

    /** @param revision the last that was written */
    void spilled(UserId user, String device, long revision) {
        spills.increment();
        traces.add(user, Kind.SPILLED, 0, revision, device);
    }

    void ponged(long roundTripNanos) {
        heartbeat.record(roundTripNanos);
    }

    void pinged() {
        pings.increment();
    }

    /** @param outcome held, unanswered or forgotten */
    void silence(String outcome) {
        silences.of(outcome).increment();
    }

    void proved(UserId user, String device, long revision) {
        proofs.increment();
        traces.add(user, Kind.PROVEN, 0, revision, device);
    }

    /** A connection that never identified has ended. */
    void closed(CloseReason reason) {
        reason.code()
                .map(closesByCode::get)
                .orElseGet(() -> closes.of("client"))
                .increment();
    }

    void closed(UserId user, String device, CloseReason reason) {
        closed(reason);
        traces.add(user, Kind.CLOSED, 0, 0, device + ", " + reason.text());
    }
}
