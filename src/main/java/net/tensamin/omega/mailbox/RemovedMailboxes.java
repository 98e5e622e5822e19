package net.tensamin.omega.mailbox;

import jakarta.annotation.Priority;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;

/**
 * What a removed user leaves in mailboxes: its own is deleted with it, and in others its notices are cleared gradually
 * ({@link SenderClearing}).
 */
@Stateless
public class RemovedMailboxes {
    /** So many pairs are cleared in one step. */
    static final int STEP = 500;

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /** Waits for the batch that has the mailbox; the next finds nobody. */
    public void leave(@Observes @Priority(UserLeaves.MAILBOX) UserLeaves leaving) {
        long user = leaving.user().value();
        entities.createNamedQuery(Mailbox.LOCK)
                .setParameter(1, new Long[] {user})
                .getResultList();
        entities.createNamedQuery(PendingPair.REMOVE)
                .setParameter("receiver", user)
                .executeUpdate();
        entities.createNamedQuery(Mailbox.REMOVE).setParameter("receiver", user).executeUpdate();
        entities.persist(new RemovedSender(leaving.user()));
        entities.flush();
    }

    /** The removed users whose notices no node is clearing. */
    public List<UserId> free(Instant now) {
        return entities.createNamedQuery(RemovedSender.FREE, Long.class)
                .setParameter("now", now)
                .getResultStream()
                .map(UserId::new)
                .toList();
    }

    /** How many removed users there are whose notices are not all cleared. */
    public long count() {
        return entities.createNamedQuery(RemovedSender.COUNT, Long.class).getSingleResult();
    }

    /** @return whether it is this node's for so long; else another was faster, or has cleared all */
    public boolean take(UserId sender, Instant now, Duration time) {
        return entities.createNamedQuery(RemovedSender.TAKE)
                        .setParameter("sender", sender.value())
                        .setParameter("now", now)
                        .setParameter("until", now.plus(time))
                        .executeUpdate()
                > 0;
    }

    /** It is this node's for longer. */
    public void keep(UserId sender, Instant until) {
        entities.createNamedQuery(RemovedSender.KEEP)
                .setParameter("sender", sender.value())
                .setParameter("until", until)
                .executeUpdate();
    }

    /** The batchers of all nodes, running or not. */
    public List<String> batchers() {
        return entities.createNamedQuery(BatchMark.BATCHERS, String.class).getResultList();
    }

    /**
     * Waits for the transaction that a batcher has under way. Each begins with its batcher's mark, and only then looks who exists: one that
     * begins after a user was removed knows that.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void awaitBatch(String batcher) {
        entities.find(BatchMark.class, batcher, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * The next receivers, in order of id, who have something of this sender pending: {@link #STEP} at most.
     *
     * @param after a receiver's id, or 0
     */
    @SuppressWarnings("unchecked") // a native query has no other type
    public List<Long> receivers(UserId sender, long after) {
        return entities.createNamedQuery(PendingPair.RECEIVERS_OF_SENDER)
                .setParameter(1, sender.value())
                .setParameter(2, after)
                .getResultList();
    }

    /** Nothing of it is pending any more. */
    public void forget(UserId sender) {
        entities.createNamedQuery(RemovedSender.FORGET)
                .setParameter("sender", sender.value())
                .executeUpdate();
    }
}
