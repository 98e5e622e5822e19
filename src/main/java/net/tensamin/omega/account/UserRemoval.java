package net.tensamin.omega.account;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.concurrent.Snapshot;

/**
 * Removes users, for good (SPEC §7). Whatever is written for a user who is being removed waits for the account's lock,
 * and then finds no account. Locks are taken in one order everywhere, accounts first, so that nobody deadlocks.
 */
@Stateless
public class UserRemoval {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Accounts accounts;

    @Inject
    Event<UserLeaves> leaving;

    @Inject
    Clock clock;

    /**
     * Removes a user and all that is kept of it, in the caller's transaction, or in one of its own. The id is never
     * anybody's again. Nothing happens if the user is removed already.
     *
     * @throws UnknownUserException if there is no such user, and never was one
     */
    public void remove(long userId) {
        UserId user = known(userId);
        if (accounts.lock(user)) {
            removeLocked(user);
        } else if (!isRemoved(userId)) {
            throw new UnknownUserException(user);
        }
    }

    /** Nobody may remove the canary's account. */
    private static UserId known(long userId) {
        UserId user = new UserId(userId);
        if (user.equals(Accounts.CANARY)) {
            throw new UnknownUserException(user);
        }
        return user;
    }

    /**
     * The same, even if there is no such user: the id is never anybody's. For users that were removed, and are unknown
     * to the backup that was restored.
     */
    public void removeAnyhow(long userId) {
        UserId user = known(userId);
        if (accounts.lock(user)) {
            removeLocked(user);
        } else if (!isRemoved(userId)) {
            leaving.fire(new UserLeaves(user));
            bar(user);
        }
    }

    private void removeLocked(UserId user) {
        leaving.fire(new UserLeaves(user));
        entities.createNamedQuery(User.REMOVE).setParameter("id", user.value()).executeUpdate();
        bar(user);
    }

    /** This is the last lock, as every removal takes it. Another removal may have barred the same id meanwhile. */
    private void bar(UserId user) {
        entities.createNamedQuery(RemovedUser.COUNT_ONE).executeUpdate();
        if (!isRemoved(user.value())) {
            Number counted =
                    (Number) entities.createNamedQuery(RemovedUser.LAST).getSingleResult();
            entities.persist(new RemovedUser(user, counted.longValue(), clock.instant()));
            entities.flush();
        }
    }

    /**
     * Whether a user of that id was removed. Whoever makes a user asks this after it has flushed its row, which waits for a
     * removal that is under way, and rolls back if so.
     */
    public boolean isRemoved(long userId) {
        return entities.find(RemovedUser.class, userId) != null;
    }

    /** Which of these ids were removed, in one query. */
    public Set<Long> removedAmong(Collection<Long> userIds) {
        return userIds.isEmpty()
                ? Set.of()
                : entities.createNamedQuery(RemovedUser.AMONG, Long.class)
                        .setParameter("ids", userIds)
                        .getResultStream()
                        .collect(Snapshot.toSet());
    }

    /** The next removals from a number on, that one included, in the order of their commits. */
    public List<Removal> from(long number, int most) {
        return entities.createNamedQuery(RemovedUser.FROM, Object[].class)
                .setParameter("number", number)
                .setMaxResults(most)
                .getResultStream()
                .map(row -> new Removal((long) row[0], new UserId((long) row[1])))
                .toList();
    }
}
