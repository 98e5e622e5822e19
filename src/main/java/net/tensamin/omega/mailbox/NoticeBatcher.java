package net.tensamin.omega.mailbox;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.OutOfMemory;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/**
 * Group commit (architecture.md, "Group commit"): what arrives while a transaction runs becomes the next one. One transaction at a time, so that
 * submissions commit in their order of arrival. While the database is down it waits and retries; nothing that waits is
 * dropped, so a caller has to limit what it submits. Thread-safe; no method blocks.
 */
@Dependent
class NoticeBatcher {
    private static final Logger LOG = System.getLogger(NoticeBatcher.class.getName());

    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private final Committer committer;
    private final Executor executor;
    private final Later later;
    private final int largestBatch;
    private final CommitPace pace;
    private boolean running;
    private boolean stopped;

    @Inject
    NoticeBatcher(BatchTransaction transaction, BlockingThreads threads, Timers timers, Config config, Meters meters) {
        this(BatchMeters.in(meters), transaction, MailboxSettings.from(config), threads, timers::later);
    }

    NoticeBatcher(
            BatchMeters meters,
            BatchTransaction transaction,
            MailboxSettings settings,
            Executor executor,
            Later later) {
        this.committer = new Committer(transaction, settings.longestRetryPause(), meters);
        this.executor = executor;
        this.later = later;
        this.largestBatch = settings.largestBatch();
        this.pace = new CommitPace(settings.commitInterval(), System::nanoTime, LockSupport::parkNanos);
        meters.queue(this::size);
    }

    /** One submission and what comes of it: done once its transaction has committed. */
    final class Waiting extends CompletableFuture<Void> {
        private final Submission submission;
        private int failures;

        private Waiting(Submission submission) {
            this.submission = submission;
        }

        Submission submission() {
            return submission;
        }

        /** It failed alone; returns how often it has by now. */
        int failed() {
            return ++failures;
        }

        /** What no batch holds yet is then not done at all. */
        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            leave(this);
            return cancelled;
        }
    }

    /**
     * Takes a submission in. The stage completes after the commit, on the committing thread, which it must not block; with
     * {@link net.tensamin.omega.account.UnknownUserException} if it names a user who does not exist.
     */
    CompletableFuture<Void> submit(Submission submission) {
        Waiting entry = new Waiting(submission);
        synchronized (this) {
            if (stopped) {
                entry.completeExceptionally(new MailboxUnavailableException("the server stops"));
                return entry;
            }
            waiting.add(entry);
            if (running) {
                return entry;
            }
            running = true;
        }
        runSoon();
        return entry;
    }

    /** What is waiting will no longer be committed; what is being committed will. */
    @PreDestroy
    void stop() {
        List<Waiting> left;
        synchronized (this) {
            stopped = true;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(entry -> entry.completeExceptionally(new MailboxUnavailableException("the server stops")));
    }

    /** What waits for a batch. */
    synchronized int size() {
        return waiting.size();
    }

    private synchronized void leave(Waiting entry) {
        waiting.remove(entry);
    }

    private void runSoon() {
        try {
            executor.execute(this::turn);
        } catch (RejectedExecutionException e) {
            later.run(Committer.FIRST_PAUSE, this::runSoon);
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
        if (committer.idle()) {
            pace.await();
            List<Waiting> next = next();
            if (next.isEmpty()) {
                return false; // and touch nothing more: another turn may have begun
            }
            committer.take(next);
        }
        try {
            committer.commit();
            return true;
        } catch (RuntimeException | Error e) { // nobody else would go on with what waits
            OutOfMemory.endIf(e);
            LOG.log(Level.DEBUG, "A batch did not commit", e);
            later.run(committer.pauseAfter(e), this::runSoon);
            return false;
        }
    }

    private synchronized List<Waiting> next() {
        List<Waiting> batch = waiting.stream().limit(largestBatch).toList();
        batch.forEach(waiting::remove);
        running = !batch.isEmpty();
        return batch;
    }
}
