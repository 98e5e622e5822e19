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
import java.util.stream.Collectors;

/**
 * Removes users, for good (SPEC §7). What is written for one that is being removed waits for its account's lock, and
 * then finds no account. Locks are taken in one order everywhere, accounts first, so that nobody deadlocks.
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
     * Removes a user and all that is kept of it, in the caller's transaction, or in one of its own. Its id is never anybody's again.
     * Nothing happens to one that is removed already.
     *
     * @throws UnknownUserException if there is no such user, and never was
     */
    public void remove(long userId) {
        UserId user = known(userId);
        if (accounts.lock(user)) {
            removeLocked(user);
        } else if (!isRemoved(userId)) {
            throw new UnknownUserException(user);
        }
    }

    /** The canary's is for nobody to remove. */
    private static UserId known(long userId) {
        UserId user = new UserId(userId);
        if (user.equals(Accounts.CANARY)) {
            throw new UnknownUserException(user);
        }
        return user;
    }

    /**
     * The same, also of one that there is not: its id is never anybody's. For what was removed before a backup was restored that
     * does not know it.
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

    /** The last lock of all, as every removal takes it. Another may have barred the same meanwhile. */
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

    /** Those of these ids that were removed, in one query. */
    public Set<Long> removedAmong(Collection<Long> userIds) {
        return userIds.isEmpty()
                ? Set.of()
                : entities.createNamedQuery(RemovedUser.AMONG, Long.class)
                        .setParameter("ids", userIds)
                        .getResultStream()
                        .collect(Collectors.toUnmodifiableSet());
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
