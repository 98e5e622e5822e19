package net.tensamin.omega.mailbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;

/**
 * Takes one batch after another through its transaction, exactly once each. After a failure it first asks the database
 * whether the batch committed after all. If it did not although the database answers, one of its submissions may be to
 * blame: the batch is tried in halves, and what fails alone three times is given up. For a lock no submission is to blame: users whose rows are locked
 * are set aside, the others commit. Not thread-safe.
 */
final class Committer {
    static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private static final Logger LOG = System.getLogger(Committer.class.getName());
    private static final int TRIES_ALONE = 3;

    private final UUID id = UUID.randomUUID();
    private final BatchTransaction transaction;
    private final Duration longestPause;
    private final BatchMeters meters;
    private final Aside aside;
    private final Deque<List<Waiting>> parts = new ArrayDeque<>();
    private Duration pause = FIRST_PAUSE;
    private List<Waiting> entries = List.of();
    private Batch batch = new Batch(id, 0, 1, List.of());
    private long lastCommitted;
    private Optional<Throwable> doubt = Optional.of(new IllegalStateException("nothing was tried"));
    private boolean away;

    /** Told of users whose rows are locked, with what the committer had for them, and of those whose rows were free. */
    interface Aside {
        void locked(List<Waiting> entries);

        void free(List<Waiting> entries);
    }

    Committer(BatchTransaction transaction, Duration longestPause, BatchMeters meters, Aside aside) {
        this.transaction = transaction;
        this.longestPause = longestPause;
        this.meters = meters;
        this.aside = aside;
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
        if (batch.isSetBack()) {
            setBack();
        }
        if (committed) {
            committed();
        } else if (away || batch.isSetBack()) {
            again(entries);
        } else {
            apart(doubt.orElseThrow());
        }
        if (away) {
            LOG.log(Level.INFO, "The database takes notices and reads again");
        }
        away = false;
        pause = FIRST_PAUSE;
        doubt = Optional.empty();
    }

    /** Before anything more is committed, whoever knows more than the database has gets to know. */
    private void setBack() {
        LOG.log(
                Level.ERROR,
                "The database is older than it was: what this server committed is not there, and is lost"
                        + " (a failover to a standby that lagged, or a backup that was restored)");
        transaction.tellSetBack();
    }

    private void apart(Throwable failure) {
        if (Contention.causes(failure)) {
            isolateUser();
        } else {
            isolate(failure);
        }
    }

    /** Somewhere a row is locked that the batch came upon: its user is to blame, and no submission. */
    private void isolateUser() {
        List<UserId> receivers = List.copyOf(receivers(entries));
        if (receivers.size() > 1) {
            Set<UserId> half = Set.copyOf(receivers.subList(0, receivers.size() / 2));
            List<Waiting> tried = entries;
            again(tried.stream()
                    .filter(entry -> !half.contains(receiver(entry)))
                    .toList());
            again(tried.stream().filter(entry -> half.contains(receiver(entry))).toList());
        } else if (!entries.isEmpty()) {
            setAside(entries);
            entries = List.of();
        }
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
                lastCommitted,
                batch.sequence() + 1,
                entries.stream().map(Waiting::submission).toList());
    }

    /** The last first: a link that answers in order then has all its answers when it gets the first, and can send them together. */
    private void committed() {
        List<Waiting> done = entries;
        entries = List.of();
        lastCommitted = batch.sequence();
        List<Waiting> locked = done.stream()
                .filter(entry -> batch.isSetAside(entry.submission()))
                .toList();
        if (!locked.isEmpty()) {
            setAside(locked);
            done = done.stream()
                    .filter(entry -> !batch.isSetAside(entry.submission()))
                    .toList();
        }
        aside.free(done);
        for (int i = done.size() - 1; i >= 0; i--) {
            answer(done.get(i));
        }
    }

    /** What other parts have for the same users has to follow. */
    private void setAside(List<Waiting> locked) {
        Set<UserId> receivers = receivers(locked);
        List<Waiting> all = new ArrayList<>(locked);
        for (int i = parts.size(); i > 0; i--) {
            List<Waiting> part = parts.removeFirst();
            part.stream().filter(entry -> receivers.contains(receiver(entry))).forEach(all::add);
            parts.addLast(part.stream()
                    .filter(entry -> !receivers.contains(receiver(entry)))
                    .toList());
        }
        aside.locked(all);
    }

    private static Set<UserId> receivers(List<Waiting> entries) {
        return entries.stream().map(Committer::receiver).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static UserId receiver(Waiting entry) {
        return entry.submission().receiver();
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
