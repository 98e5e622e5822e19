package net.tensamin.omega.operations.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import net.tensamin.omega.account.CallSubject;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.operations.NodeBoard;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/** Records what operators do: at once in the file, soon in the database. Thread-safe. */
@ApplicationScoped
public class AuditJournal {
    static final String USER_REMOVED = "user removed";

    private static final Logger LOG = System.getLogger(AuditJournal.class.getName());
    private static final Duration ROUND = Duration.ofMinutes(1);

    private final AuditSettings settings;
    private final AuditTable table;
    private final Clock clock;
    private final AuditLimits limits = new AuditLimits(System::nanoTime);
    private AuditFile file;
    private AuditWriter writer;
    private Counters entries;
    private Counters lost;
    private Timers.Plan rounds = () -> {};
    private volatile boolean failing;

    @Inject
    private NodeBoard nodes;

    /** For the client proxy. */
    AuditJournal() {
        this(null, null, null);
    }

    @Inject
    AuditJournal(AuditTable table, Clock clock, Config config) {
        this.table = table;
        this.clock = clock;
        this.settings = config == null ? null : AuditSettings.from(config);
    }

    @Inject
    void open(Meters meters, BlockingThreads threads, Timers timers) {
        entries = meters.counters(
                "omega_audit_entries_total",
                "outcome",
                "Calls of operators that were recorded",
                Stream.of(AuditEntry.Outcome.values()).map(AuditJournal::label).toArray(String[]::new));
        lost = meters.counters(
                "omega_audit_lost_total", "where", "Calls of operators that could not be written there", "file");
        meters.gauge(
                "omega_audit_waiting", "Calls of operators that are not in the database yet", () -> writer.waiting()
                        .size());
        file = AuditFile.of(settings, clock);
        writer = new AuditWriter(table::add, threads, lost.of("database"));
        rounds = timers.work(ROUND, this::round);
    }

    /** The data source goes after this. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        rounds.cancel();
        writer.write();
    }

    /** Records a call that was answered. Returns when it is in the file, if that can be written. */
    void record(AuditEntry.Caller caller, String action, String subject, int status) {
        AuditEntry entry = entry(caller, action, subject, status);
        if (limits.admit(entry)) {
            write(entry);
        }
    }

    /**
     * Whoever asked for it, and in whichever way: this is what has to be done again after an older backup was restored.
     */
    void removed(@Observes(during = TransactionPhase.AFTER_SUCCESS) UserLeaves left) {
        write(entry(AuditEntry.Caller.NOBODY, USER_REMOVED, CallSubject.of(left.user()), 200));
    }

    private AuditEntry entry(AuditEntry.Caller caller, String action, String subject, int status) {
        return new AuditEntry(UUID.randomUUID(), clock.instant(), nodes.self().name(), caller, action, subject, status);
    }

    private void write(AuditEntry entry) {
        entries.of(label(entry.outcome())).increment();
        try {
            file.append(entry.json().toString());
            failing = false;
        } catch (IOException e) {
            lost.of("file").increment();
            LOG.log(
                    failing ? Level.DEBUG : Level.ERROR,
                    "What an operator does cannot be written to the file of " + AuditSettings.FILE,
                    e);
            failing = true;
        }
        writer.add(entry);
    }

    /** Not from the log of a database that is away. */
    AuditReport latest(String find, int most) {
        return AuditReport.of(() -> table.latest(find, most), writer.waiting(), find, most);
    }

    /** What operators did with a user; not from the log of a database that is away. Without who they are. */
    public List<AuditedDeed> about(UserId user) {
        String named = CallSubject.of(user);
        return latest(named, AuditTable.MOST_ROWS).calls().stream()
                .filter(call -> List.of(call.subject().orElse("").split(" ")).contains(named))
                .map(call -> new AuditedDeed(call.at(), call.action(), call.status()))
                .toList();
    }

    private void round() {
        long leftOut = limits.leftOut();
        if (leftOut > 0) {
            write(entry(AuditEntry.Caller.NOBODY, "refusals left out: " + leftOut, "", 403));
        }
        writer.start();
        expire();
    }

    private void expire() {
        try {
            file.expire();
            table.expire(clock.instant().minus(settings.retention()), AuditTable.MOST_ROWS);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "Old records of what operators did are kept a while longer", e);
        }
    }

    private static String label(AuditEntry.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
