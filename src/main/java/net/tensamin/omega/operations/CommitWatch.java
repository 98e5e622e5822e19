package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.mailbox.CommitProbe;
import net.tensamin.omega.outage.Condition;
import net.tensamin.omega.outage.OutageLog;
import net.tensamin.omega.threads.BlockingThreads;

/**
 * Whether the database commits. If nothing else did so lately, a write without meaning shows it; a write that hangs is
 * tried once, however often the question comes. A row that somebody has locked does not count.
 */
@ApplicationScoped
class CommitWatch {
    /** For how long a commit speaks for the next. */
    static final Duration FRESH = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(CommitWatch.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final UUID writer = UUID.randomUUID();
    private final CommitProbe probe;
    private final BooleanSupplier outage;
    private final LongSupplier nanos;
    private final Executor executor;
    private Future<?> tried;
    private volatile long committedNanos;
    private volatile boolean said;

    /** For the client proxy. */
    CommitWatch() {
        this(null, null, null, () -> 0);
    }

    @Inject
    CommitWatch(CommitProbe probe, BlockingThreads threads) {
        this(probe, threads, OutageLog.DATABASE::isUnderWay, System::nanoTime);
    }

    /**
     * @param outage whether the last commit says nothing of the next
     * @param nanos a monotonic clock
     */
    CommitWatch(CommitProbe probe, Executor executor, BooleanSupplier outage, LongSupplier nanos) {
        this.probe = probe;
        this.outage = outage;
        this.executor = executor;
        this.nanos = nanos;
        this.committedNanos = nanos.getAsLong() - FRESH.toNanos();
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) BadgesChanged changes) {
        committed();
    }

    private void committed() {
        committedNanos = nanos.getAsLong();
        said = false;
    }

    /** Why the database does not commit for anybody; empty if it does. May block for two seconds. */
    Optional<String> obstacle() {
        if (!outage.getAsBoolean() && nanos.getAsLong() - committedNanos < FRESH.toNanos()) {
            return Optional.empty();
        }
        try {
            tryToCommit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            committed();
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("did not commit within " + PATIENCE);
        } catch (ExecutionException e) {
            return Optional.of(reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was not asked");
        }
    }

    /** Not what the database says: the caller may be anybody. */
    private String reason(Throwable failure) {
        if (Condition.behind(failure).isEmpty() && !said) {
            said = true;
            LOG.log(Level.WARNING, "The database did not commit", failure);
        }
        return Condition.behind(failure).map(Condition::words).orElse("did not commit; the log says why");
    }

    private synchronized Future<?> tryToCommit() {
        if (tried == null || tried.isDone()) {
            FutureTask<Void> task = new FutureTask<>(() -> probe.commit(writer), null);
            executor.execute(task);
            tried = task;
        }
        return tried;
    }
}
