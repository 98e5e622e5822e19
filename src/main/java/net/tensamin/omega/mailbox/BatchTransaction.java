package net.tensamin.omega.mailbox;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;

/**
 * Writes a batch in one transaction, with a number of statements that does not depend on its size (DESIGN 2). Rows are
 * locked in one order everywhere, accounts before mailboxes and each by id, so that nodes do not deadlock.
 */
@Stateless
public class BatchTransaction {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Event<MailboxChanged> changed;

    @Inject
    Clock clock;

    /**
     * Applies the submissions of a batch in their order and fires a {@link MailboxChanged} for each mailbox. A submission
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
        BatchedPairs pairs = new BatchedPairs(lock(accepted), load(accepted), now);
        accepted.forEach(pairs::apply);
        pairs.made().forEach(entities::persist);
        batch.applied(unknown, pairs.changes());
        batch.changes().forEach(changed::fire);
    }

    /**
     * Finds out whether a batch committed whose commit was not answered; if it did, fires what it would have fired. Waits
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
            batch.changes().forEach(changed::fire);
        }
        return committed;
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
                .map(submission -> submission.owner().value())
                .collect(Collectors.toSet());
        for (Object[] user : rows(Mailbox.OWNERS, named)) {
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
        entities.createNamedQuery(Mailbox.LOCK_OWNERS)
                .setParameter(1, array(users))
                .getResultList();
        for (Object[] user : rows(Mailbox.OWNERS, users)) {
            if (user[1] == null) {
                entities.persist(new Mailbox(new UserId((Long) user[0])));
            }
        }
        entities.flush();
    }

    private List<Mailbox> lock(List<? extends Submission> submissions) {
        Set<Long> owners = submissions.stream()
                .map(submission -> submission.owner().value())
                .collect(Collectors.toSet());
        return entities.createNamedQuery(Mailbox.LOCK, Mailbox.class)
                .setParameter(1, array(owners))
                .getResultList();
    }

    private List<PendingPair> load(List<? extends Submission> submissions) {
        Set<PendingPair.Key> keys = new HashSet<>();
        submissions.forEach(submission -> keys.add(new PendingPair.Key(submission.owner(), submission.sender())));
        return entities.createNamedQuery(PendingPair.OF_KEYS, PendingPair.class)
                .setParameter(1, array(keys.stream().map(PendingPair.Key::receiver)))
                .setParameter(2, array(keys.stream().map(PendingPair.Key::sender)))
                .getResultList();
    }

    @SuppressWarnings("unchecked") // a native query has no other type
    private List<Object[]> rows(String query, Set<Long> users) {
        return entities.createNamedQuery(query).setParameter(1, array(users)).getResultList();
    }

    /** An array is one parameter, so that the statement is the same whatever the batch's size. */
    private static Long[] array(Collection<Long> ids) {
        return array(ids.stream());
    }

    private static Long[] array(Stream<Long> ids) {
        return ids.toArray(Long[]::new);
    }
}
