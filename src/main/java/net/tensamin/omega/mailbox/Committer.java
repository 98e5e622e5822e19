package net.tensamin.omega.mailbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;

/**
 * Takes one batch after another through its transaction, exactly once each. After a failure it first asks the database
 * whether the batch committed after all. If it did not although the database answers, one of its submissions may be to
 * blame: the batch is tried in halves, and a submission that fails three times alone is given up. No submission is to
 * blame for a lock: users whose rows are locked are set aside, and the others commit. Not thread-safe.
 */
final class Committer {
    static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private static final Logger LOG = System.getLogger(Committer.class.getName());
    private static final int TRIES_ALONE = 3;

    private final UUID id;
    private final LongSupplier nanos;
    private final BatchTransaction transaction;
    private final Duration longestPause;
    private final BatchMeters meters;
    private final Aside aside;
    private final Parts parts = new Parts();
    private Duration pause = FIRST_PAUSE;
    private List<Waiting> entries = List.of();
    private Batch batch;
    private long lastCommitted;
    private Optional<Throwable> doubt = Optional.of(new IllegalStateException("nothing was tried"));
    private boolean away;

    /** Told of users whose rows are locked, with what the committer had for them, and of those whose rows were free. */
    interface Aside {
        /** @param apart whether a batch with these fails, and no other is to */
        void locked(List<Waiting> entries, boolean apart);

        void free(List<Waiting> entries);
    }

    /** @param run of this committer and no other */
    Committer(
            NoticeBatcher.Run run,
            BatchTransaction transaction,
            Duration longestPause,
            BatchMeters meters,
            Aside aside) {
        this.id = run.id();
        this.nanos = run.nanos();
        this.batch = new Batch(id, 0, 1, List.of());
        this.transaction = transaction;
        this.longestPause = longestPause;
        this.meters = meters;
        this.aside = aside;
    }

    boolean idle() {
        return parts.isEmpty() && entries.isEmpty();
    }

    void take(List<Waiting> next) {
        parts.addLast(next);
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
            long began = nanos.getAsLong();
            transaction.commit(batch);
            meters.committed(entries.size(), nanos.getAsLong() - began);
            committed();
        }
    }

    /** A step failed. Returns when to take the next. */
    Duration pauseAfter(Throwable failure) {
        meters.failures().increment();
        if (doubt.isEmpty()) {
            doubt = Optional.of(failure);
            return Contention.causes(failure) ? Duration.ZERO : FIRST_PAUSE; // others wait behind it
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
            parts.addFirst(takeEntries());
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

    /** The batch came upon a locked row: the row's user is set aside, and no submission is to blame. */
    private void isolateUser() {
        List<Waiting> tried = takeEntries();
        if (!parts.halveReceivers(tried) && !tried.isEmpty()) {
            setAside(tried, true);
        }
    }

    private void isolate(Throwable failure) {
        List<Waiting> tried = takeEntries();
        if (parts.halve(tried) || tried.isEmpty()) {
            return;
        }
        Waiting alone = tried.get(0);
        if (alone.failed() >= TRIES_ALONE) {
            LOG.log(Level.ERROR, "Given up: " + alone.submission(), failure);
            alone.completeExceptionally(failure);
        } else {
            parts.addFirst(tried);
        }
    }

    private List<Waiting> takeEntries() {
        List<Waiting> taken = entries;
        entries = List.of();
        return taken;
    }

    private void next() {
        entries = parts.takeNext();
        batch = new Batch(
                id,
                lastCommitted,
                batch.sequence() + 1,
                entries.stream().map(Waiting::submission).toList());
    }

    /** The last first: a link that answers in order then has all its answers when it gets the first, and can send them together. */
    private void committed() {
        List<Waiting> tried = takeEntries();
        lastCommitted = batch.sequence();
        List<Waiting> locked = Parts.only(tried, entry -> batch.isSetAside(entry.submission()));
        List<Waiting> done = tried;
        if (!locked.isEmpty()) {
            setAside(locked, false);
            done = Parts.only(tried, entry -> !batch.isSetAside(entry.submission()));
        }
        aside.free(done);
        for (int i = done.size() - 1; i >= 0; i--) {
            answer(done.get(i));
        }
    }

    /** What other parts have for the same users has to follow. */
    private void setAside(List<Waiting> locked, boolean apart) {
        aside.locked(parts.takeWhatFollows(locked), apart);
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
