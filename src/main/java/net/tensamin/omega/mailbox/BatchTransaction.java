package net.tensamin.omega.mailbox;

import static net.tensamin.omega.mailbox.ArrayQuery.array;
import static net.tensamin.omega.mailbox.ArrayQuery.rows;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.badge.StoreSetBack;
import net.tensamin.omega.threads.UrgentWork;

/**
 * Writes a batch in one transaction, with a number of statements that does not depend on its size (architecture.md, "Group commit").
 */
@Stateless
public class BatchTransaction {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Event<BadgesChanged> changed;

    @Inject
    Event<StoreSetBack> setBack;

    @Inject
    Clock clock;

    /**
     * Applies the submissions of a batch in their order and fires what {@linkplain BadgesChanged changed}. A submission
     * that names an unknown user changes nothing, as {@link Batch#unknownUserOf} says. Nor does one for a user whose
     * rows another transaction has locked: nothing waits for these, as {@link Batch#isSetAside} says. Whatever else is
     * locked, such as a pair, is waited for only briefly, as everybody waits with it.
     *
     * @throws IllegalStateException if the batcher was not {@linkplain #settle settled} before, or its mark is older than it was
     */
    public void commit(Batch batch) {
        UrgentWork.run(() -> apply(batch));
    }

    private void apply(Batch batch) {
        Instant now = clock.instant();
        mark(batch, now);
        LockedMailboxes locked = LockedMailboxes.of(entities, batch.submissions());
        List<? extends Submission> accepted =
                batch.submissions().stream().filter(locked::accepts).toList();
        BatchedPairs pairs = load(accepted, locked);
        accepted.forEach(pairs::apply);
        batch.applied(locked.unknown(), pairs.changes());
        batch.setAside(locked.elsewhere());
        write(batch.changes());
        write(pairs.changed(), now);
        fire(batch);
    }

    /**
     * Finds out whether a batch whose commit got no answer was committed; if it did, fires what it would have fired.
     * Waits for a commit that is still running. Writes, and so shows whether the database takes writes. A database that
     * lacks what the batcher committed before has come back older, as {@link Batch#isSetBack} says.
     */
    public boolean settle(Batch batch) {
        BatchMark mark = entities.find(BatchMark.class, batch.batcher().toString(), LockModeType.PESSIMISTIC_WRITE);
        if (mark == null) {
            mark = new BatchMark(batch.batcher(), clock.instant());
            mark.raise(batch.former()); // one that was long unused is forgotten
            entities.persist(mark);
            return false;
        }
        mark.used(clock.instant());
        boolean committed = mark.sequence() >= batch.sequence();
        if (mark.sequence() < batch.former()) {
            batch.foundSetBack();
            mark.raise(batch.former());
        }
        if (committed) {
            fire(batch);
        }
        return committed;
    }

    /** Tells those who know more than the database has. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void tellSetBack() {
        setBack.fire(new StoreSetBack());
    }

    private void fire(Batch batch) {
        if (!batch.changes().isEmpty()) {
            changed.fire(new BadgesChanged(batch.changes()));
        }
    }

    private void mark(Batch batch, Instant now) {
        int marked = entities.createNamedQuery(BatchMark.MOVE)
                .setParameter("sequence", batch.sequence())
                .setParameter("now", now)
                .setParameter("batcher", batch.batcher().toString())
                .setParameter("former", batch.former())
                .executeUpdate();
        if (marked == 0) {
            throw new IllegalStateException("batcher " + batch.batcher() + " has no mark, or an older one");
        }
    }

    private BatchedPairs load(List<? extends Submission> submissions, LockedMailboxes locked) {
        BatchedPairs pairs = new BatchedPairs();
        locked.revisions().forEach(pairs::mailbox);
        Set<PendingPair.Key> keys = new HashSet<>();
        submissions.forEach(submission -> keys.add(new PendingPair.Key(submission.receiver(), submission.sender())));
        Long[] receivers = array(keys.stream().map(PendingPair.Key::receiver));
        Long[] senders = array(keys.stream().map(PendingPair.Key::sender));
        for (Object[] row : rows(entities, PendingPair.OF_KEYS, receivers, senders)) {
            pairs.pair((long) row[0], (long) row[1], (long) row[2], (long) row[3]);
        }
        return pairs;
    }

    private void write(List<BadgeChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        entities.createNamedQuery(Mailbox.WRITE)
                .setParameter(1, array(changes.stream().map(change -> change.receiver()
                        .value())))
                .setParameter(2, array(changes.stream().map(BadgeChange::revision)))
                .executeUpdate();
    }

    private void write(Collection<PendingPair> pairs, Instant now) {
        if (pairs.isEmpty()) {
            return;
        }
        List<Badge> badges = pairs.stream().map(PendingPair::badge).toList();
        entities.createNamedQuery(PendingPair.WRITE)
                .setParameter(1, array(pairs.stream().map(pair -> pair.key().receiver())))
                .setParameter(2, array(pairs.stream().map(pair -> pair.key().sender())))
                .setParameter(3, array(badges.stream().map(Badge::amount)))
                .setParameter(4, array(badges.stream().map(Badge::revision)))
                .setParameter(5, now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }
}
