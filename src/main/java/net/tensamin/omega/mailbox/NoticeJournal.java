package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Function;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.trace.TraceEvent.Kind;
import net.tensamin.omega.trace.UserTraces;

/** What comes in, in numbers for the metrics page and in events for the trace of their user. Thread-safe; nothing blocks. */
@ApplicationScoped
class NoticeJournal {
    private final Meters meters;
    private final UserTraces traces;
    private final Function<UserId, String> through;
    private final Counter stored;
    private final Counter suppressed;
    private final Counter late;
    private final Counter reads;

    /** For the client proxy. */
    NoticeJournal() {
        this(new Meters(), UserTraces.off(), user -> "");
    }

    @Inject
    NoticeJournal(Meters meters, UserTraces traces, PresenceBoard presence) {
        this(meters, traces, presence::through);
    }

    /** @param through by which Omikrons a user is online */
    NoticeJournal(Meters meters, UserTraces traces, Function<UserId, String> through) {
        this.meters = meters;
        this.traces = traces;
        this.through = through;
        Counters notices = meters.counters(
                "omega_mailbox_notices_total", "fate", "Notices: to be stored, suppressed, or stored late after all");
        stored = notices.of("stored");
        suppressed = notices.of("suppressed");
        late = notices.of("late");
        reads = meters.counter("omega_mailbox_reads_total", "Reads, including those of nothing pending");
    }

    void watch(HeldNotices held) {
        meters.gauge(
                "omega_mailbox_held", "Notices remembered because their user may be offline after all", held::size);
    }

    void noticed(UserId receiver, UserId sender, String party) {
        stored.increment();
        traces.add(receiver, Kind.NOTICED, sender.value(), 0, party);
    }

    void suppressed(UserId receiver, UserId sender) {
        suppressed.increment();
        traces.add(receiver, Kind.SUPPRESSED, sender.value(), 0, through.apply(receiver));
    }

    void late(UserId receiver, UserId sender) {
        late.increment();
        traces.add(receiver, Kind.LATE, sender.value(), 0, "");
    }

    void read(UserId reader, UserId sender, String party) {
        reads.increment();
        traces.add(reader, Kind.READ, sender.value(), 0, party);
    }
}
