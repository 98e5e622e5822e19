package net.tensamin.omega.mailbox;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgesChanged;

/**
 * Writes a batch in one transaction, with a number of statements that does not depend on its size (architecture.md, "Group commit"). Rows are
 * locked in one order everywhere, accounts before mailboxes and each by id, so that nodes do not deadlock.
 */
@Stateless
public class BatchTransaction {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Event<BadgesChanged> changed;

    @Inject
    Clock clock;

    /**
     * Applies the submissions of a batch in their order and fires what {@linkplain BadgesChanged changed}. A submission
     * that names an unknown user changes nothing; {@link Batch#unknownUserOf} tells.
     *
     * @throws IllegalStateException if the batcher was not {@linkplain #settle settled} before
     */
    public void commit(Batch batch) {
        Instant now = clock.instant();
        mark(batch, now);
        Set<UserId> unknown = openMailboxes(batch.submissions());
        List<? extends Submission> accepted = batch.submissions().stream()
                .filter(submission -> submission.mustExist().stream().noneMatch(unknown::contains))
                .toList();
        BatchedPairs pairs = load(accepted);
        accepted.forEach(pairs::apply);
        batch.applied(unknown, pairs.changes());
        write(batch.changes());
        write(pairs.changed(), now);
        fire(batch);
    }

    /**
     * Finds out whether a batch whose commit got no answer was committed; if it did, fires what it would have fired. Waits
     * for a commit that still runs. Writes, and so tells a database that takes writes.
     */
    public boolean settle(Batch batch) {
        BatchMark mark = entities.find(BatchMark.class, batch.batcher().toString(), LockModeType.PESSIMISTIC_WRITE);
        if (mark == null) {
            entities.persist(new BatchMark(batch.batcher(), clock.instant()));
            return false;
        }
        mark.used(clock.instant());
        boolean committed = mark.sequence() >= batch.sequence();
        if (committed) {
            fire(batch);
        }
        return committed;
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
                .executeUpdate();
        if (marked == 0) {
            throw new IllegalStateException("batcher " + batch.batcher() + " has no mark");
        }
    }

    /** Makes the mailboxes that notices lack, and returns the users who do not exist. */
    private Set<UserId> openMailboxes(List<? extends Submission> submissions) {
        Set<Long> named = submissions.stream()
                .flatMap(submission -> submission.mustExist().stream())
                .map(UserId::value)
                .collect(Collectors.toSet());
        Set<Long> lacking = submissions.stream()
                .filter(Submission.Notice.class::isInstance)
                .map(submission -> submission.receiver().value())
                .collect(Collectors.toSet());
        for (Object[] user : rows(Mailbox.RECEIVERS, array(named.stream()))) {
            named.remove((Long) user[0]);
            lacking.remove((Long) user[1]);
        }
        lacking.removeAll(named);
        if (!lacking.isEmpty()) {
            open(lacking);
        }
        return named.stream().map(UserId::new).collect(Collectors.toSet());
    }

    /** The lock on the account's row lets only one of several first changes make the mailbox. */
    private void open(Set<Long> users) {
        entities.createNamedQuery(Mailbox.LOCK_RECEIVERS)
                .setParameter(1, array(users.stream()))
                .getResultList();
        for (Object[] user : rows(Mailbox.RECEIVERS, array(users.stream()))) {
            if (user[1] == null) {
                entities.persist(new Mailbox(new UserId((Long) user[0])));
            }
        }
        entities.flush();
    }

    private BatchedPairs load(List<? extends Submission> submissions) {
        BatchedPairs pairs = new BatchedPairs();
        Set<PendingPair.Key> keys = new HashSet<>();
        submissions.forEach(submission -> keys.add(new PendingPair.Key(submission.receiver(), submission.sender())));
        for (Object[] row : rows(
                Mailbox.LOCK, array(keys.stream().map(PendingPair.Key::receiver).distinct()))) {
            pairs.mailbox((long) row[0], (long) row[1]);
        }
        Long[] receivers = array(keys.stream().map(PendingPair.Key::receiver));
        Long[] senders = array(keys.stream().map(PendingPair.Key::sender));
        for (Object[] row : rows(PendingPair.OF_KEYS, receivers, senders)) {
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

    @SuppressWarnings("unchecked") // a native query has no other type
    private List<Object[]> rows(String name, Long[]... arrays) {
        Query query = entities.createNamedQuery(name);
        for (int i = 0; i < arrays.length; i++) {
            query.setParameter(i + 1, arrays[i]);
        }
        return query.getResultList();
    }

    /** An array is one parameter, so that the statement is the same whatever the batch's size. */
    private static Long[] array(Stream<Long> numbers) {
        return numbers.toArray(Long[]::new);
    }
}
