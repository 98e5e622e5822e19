package net.tensamin.omega.mailbox;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;

/** What users have pending, stored durably (SPEC §4). It is changed through {@link Notices}. */
@Stateless
public class Mailboxes {
    /** What a device that was away for long is sent is read in parts. */
    static final int PAGE = 200;

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Accounts accounts;

    /**
     * The pairs with an amount above 0, the latest change first.
     *
     * @throws UnknownUserException if the user does not exist
     */
    public List<Badge> pending(UserId user) {
        List<Badge> pending = entities.createNamedQuery(PendingPair.PENDING, PendingPair.class)
                .setParameter("receiver", user.value())
                .getResultStream()
                .map(PendingPair::badge)
                .toList();
        if (pending.isEmpty()) {
            requireUser(user);
        }
        return pending;
    }

    /**
     * The next {@link #PAGE} pairs changed past {@code revision}, those read since included, in order of revision; up to which revision these are
     * all; and the mailbox's. Empty at revision 0 for a user without a mailbox.
     */
    public BadgeSnapshot since(UserId user, long revision) {
        long newest = revisions(List.of(user)).getOrDefault(user, 0L);
        List<Badge> page = newest <= revision ? List.of() : page(user, revision);
        // The pairs are of the same moment or a later one: all that had changed up to theirs, in order, is among them.
        long last = page.isEmpty() ? newest : page.get(page.size() - 1).revision();
        newest = Math.max(newest, last);
        return new BadgeSnapshot(page.size() < PAGE ? newest : last, newest, page);
    }

    @SuppressWarnings("unchecked") // a native query has no other type
    private List<Badge> page(UserId user, long revision) {
        List<Object[]> rows = entities.createNamedQuery(PendingPair.SINCE)
                .setParameter(1, user.value())
                .setParameter(2, revision)
                .getResultList();
        return rows.stream()
                .map(row -> new Badge(new UserId((long) row[0]), (long) row[1], (long) row[2]))
                .toList();
    }

    /** The revision of each of these users' mailboxes, in one query; a user without one is left out. */
    public Map<UserId, Long> revisions(Collection<UserId> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        return entities.createNamedQuery(Mailbox.REVISIONS, Object[].class)
                .setParameter("receivers", users.stream().map(UserId::value).toList())
                .getResultStream()
                .collect(Collectors.toMap(row -> new UserId((long) row[0]), row -> (long) row[1]));
    }

    /**
     * What is pending in all mailboxes, which takes the time to read them all.
     *
     * @throws jakarta.persistence.PersistenceException if that takes longer than {@code patience}
     */
    public PendingTotals totals(Duration patience) {
        Object[] row = (Object[]) entities.createNamedQuery(PendingPair.TOTALS)
                .setHint("jakarta.persistence.query.timeout", (int) patience.toMillis())
                .getSingleResult();
        return new PendingTotals(((Number) row[0]).longValue(), new BigDecimal(row[1].toString()).toBigInteger());
    }

    private void requireUser(UserId user) {
        if (!accounts.exists(user)) {
            throw new UnknownUserException(user);
        }
    }
}
