package net.tensamin.omega.mailbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.mailbox.NoticeBatcher.Waiting;

/**
 * Takes one batch after another through its transaction, exactly once each. After a failure it first asks the database
 * whether the batch committed after all. If it did not although the database answers, one of its submissions may be to
 * blame: the batch is tried in halves, and what fails alone three times is given up. Not thread-safe.
 */
final class Committer {
    static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private static final Logger LOG = System.getLogger(Committer.class.getName());
    private static final int TRIES_ALONE = 3;

    private final UUID id = UUID.randomUUID();
    private final BatchTransaction transaction;
    private final Duration longestPause;
    private final BatchMeters meters;
    private final Deque<List<Waiting>> parts = new ArrayDeque<>();
    private Duration pause = FIRST_PAUSE;
    private List<Waiting> entries = List.of();
    private Batch batch = new Batch(id, 1, List.of());
    private Optional<Throwable> doubt = Optional.of(new IllegalStateException("nothing was tried"));
    private boolean away;

    Committer(BatchTransaction transaction, Duration longestPause, BatchMeters meters) {
        this.transaction = transaction;
        this.longestPause = longestPause;
        this.meters = meters;
    }

    boolean idle() {
        return parts.isEmpty() && entries.isEmpty();
    }

    void take(List<Waiting> next) {
        parts.add(next);
    }

    /** One step: commits the next batch, or finds out about the last. Throws whatever the database throws. */
    void commit() {
        if (doubt.isPresent()) {
            settle();
        }
        if (entries.isEmpty()) {
            next();
        }
        if (!entries.isEmpty()) {
            long began = System.nanoTime();
            transaction.commit(batch);
            meters.committed(entries.size(), System.nanoTime() - began);
            committed();
        }
    }

    /** A step failed. Returns when to take the next. */
    Duration pauseAfter(Throwable failure) {
        meters.failures().increment();
        if (doubt.isEmpty()) {
            doubt = Optional.of(failure);
            return FIRST_PAUSE;
        }
        if (!away) {
            away = true;
            LOG.log(Level.WARNING, "The database takes no notices and reads; they wait until it does", failure);
        }
        Duration now = pause;
        pause = pause.multipliedBy(2).compareTo(longestPause) < 0 ? pause.multipliedBy(2) : longestPause;
        return now;
    }

    private void settle() {
        boolean committed = transaction.settle(batch);
        if (committed) {
            committed();
        } else if (away) {
            again(entries);
        } else {
            isolate(doubt.orElseThrow());
        }
        if (away) {
            LOG.log(Level.INFO, "The database takes notices and reads again");
        }
        away = false;
        pause = FIRST_PAUSE;
        doubt = Optional.empty();
    }

    private void isolate(Throwable failure) {
        if (entries.size() > 1) {
            int half = entries.size() / 2;
            List<Waiting> former = entries.subList(0, half);
            again(entries.subList(half, entries.size()));
            again(former);
        } else if (!entries.isEmpty() && entries.get(0).failed() >= TRIES_ALONE) {
            LOG.log(Level.ERROR, "Given up: " + entries.get(0).submission(), failure);
            entries.get(0).completeExceptionally(failure);
            entries = List.of();
        } else {
            again(entries);
        }
    }

    private void again(List<Waiting> part) {
        parts.addFirst(part);
        entries = List.of();
    }

    private void next() {
        while (entries.isEmpty() && !parts.isEmpty()) {
            entries = parts.removeFirst().stream()
                    .filter(entry -> !entry.isDone())
                    .toList();
        }
        batch = new Batch(
                id,
                batch.sequence() + 1,
                entries.stream().map(Waiting::submission).toList());
    }

    /** The last first: a link that answers in order then has all its answers when it gets the first, and can send them together. */
    private void committed() {
        List<Waiting> done = entries;
        entries = List.of();
        for (int i = done.size() - 1; i >= 0; i--) {
            answer(done.get(i));
        }
    }

    private void answer(Waiting entry) {
        Optional<UserId> unknown = batch.unknownUserOf(entry.submission());
        if (unknown.isPresent()) {
            entry.completeExceptionally(new UnknownUserException(unknown.get()));
        } else {
            entry.complete(null);
        }
    }
}
