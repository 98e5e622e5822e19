package net.tensamin.omega.mailbox;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.OutOfMemory;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/**
 * Group commit (architecture.md, "Group commit"): what arrives while a transaction runs becomes the next one. There is
 * one transaction at a time, so submissions commit in their order of arrival; only those for a user whose rows another
 * transaction has locked wait apart. While the database is away, the batcher waits and tries again; nothing that waits
 * is dropped, so a caller has to bound what it submits. Thread-safe; no method blocks.
 */
@Dependent
class NoticeBatcher {
    private static final Logger LOG = System.getLogger(NoticeBatcher.class.getName());

    private final SubmissionQueue queue;
    private final Committer committer;
    private final Executor executor;
    private final Later later;
    private final int largestBatch;
    private final CommitPace pace;
    private final AtomicBoolean wakePlanned = new AtomicBoolean();

    /**
     * One life of a batcher.
     *
     * @param id of no other
     * @param nanos a monotonic clock
     */
    record Run(UUID id, LongSupplier nanos) {}

    @Inject
    NoticeBatcher(BatchTransaction transaction, BlockingThreads threads, Timers timers, Config config, Meters meters) {
        this(
                new Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(meters),
                transaction,
                MailboxSettings.from(config),
                threads,
                timers::later);
    }

    NoticeBatcher(
            Run run,
            BatchMeters meters,
            BatchTransaction transaction,
            MailboxSettings settings,
            Executor executor,
            Later later) {
        this(
                run,
                meters,
                transaction,
                settings,
                new CommitPace(settings.commitInterval(), run.nanos(), LockSupport::parkNanos),
                executor,
                later);
    }

    NoticeBatcher(
            Run run,
            BatchMeters meters,
            BatchTransaction transaction,
            MailboxSettings settings,
            CommitPace pace,
            Executor executor,
            Later later) {
        this.queue = new SubmissionQueue(run.nanos());
        this.committer = new Committer(run, transaction, settings.longestRetryPause(), meters, queue);
        this.executor = executor;
        this.later = later;
        this.largestBatch = settings.largestBatch();
        this.pace = pace;
        meters.queue(queue::size);
        meters.locked(queue::countLocked);
    }

    /**
     * Takes a submission in. The stage completes after the commit, on the committing thread, which it must not block; with
     * {@link net.tensamin.omega.account.UnknownUserException} if it names a user who does not exist, with
     * {@link MailboxUnavailableException} if too many wait for a mailbox that is locked.
     */
    CompletableFuture<Void> submit(Submission submission) {
        Waiting entry = new Waiting(submission, queue::leave);
        if (queue.add(entry)) {
            runSoon();
        }
        return entry;
    }

    /** What waits will no longer be committed; what is being committed will. */
    @PreDestroy
    void stop() {
        queue.stop();
    }

    /** What waits for a batch. */
    int size() {
        return queue.size();
    }

    private void runSoon() {
        try {
            executor.execute(this::turn);
        } catch (RejectedExecutionException e) {
            goOnLater(Committer.FIRST_PAUSE);
        }
    }

    private void goOnLater(Duration pause) {
        try {
            later.run(pause, this::runSoon);
        } catch (RuntimeException | Error e) {
            OutOfMemory.endIf(e);
            LOG.log(Level.ERROR, "What waits is tried again with the next notice or read", e);
            queue.abandon();
        }
    }

    /** Goes on as long as something waits: another thread for each batch costs more than most batches. */
    private void turn() {
        boolean more = true;
        while (more) {
            more = takeStep();
        }
    }

    private boolean takeStep() {
        boolean committing = false;
        try {
            if (committer.idle()) {
                pace.await();
                if (!queue.take(largestBatch, committer::take)) {
                    planWake();
                    return false; // and touch nothing more: another turn may have begun
                }
            }
            committing = true;
            committer.commit();
            return true;
        } catch (RuntimeException | Error e) { // nobody else would go on with what waits
            OutOfMemory.endIf(e);
            failed(e, committing);
            return false;
        }
    }

    private void failed(Throwable failure, boolean committing) {
        Duration pause = Committer.FIRST_PAUSE;
        try {
            LOG.log(Level.DEBUG, "A batch did not commit", failure);
            pause = committing ? committer.pauseAfter(failure) : pause;
        } finally {
            goOnLater(pause);
        }
    }

    /** Only those are left whose rows were locked. */
    private void planWake() {
        OptionalLong nanos = queue.nanosToNext();
        if (nanos.isPresent() && wakePlanned.compareAndSet(false, true)) {
            try {
                later.run(Duration.ofNanos(nanos.getAsLong()), this::wake);
            } catch (RuntimeException | Error e) {
                OutOfMemory.endIf(e);
                LOG.log(Level.ERROR, "What waits for a lock is tried again with the next notice or read", e);
                wakePlanned.set(false);
            }
        }
    }

    private void wake() {
        wakePlanned.set(false);
        if (queue.begin()) {
            runSoon();
        }
    }
}
