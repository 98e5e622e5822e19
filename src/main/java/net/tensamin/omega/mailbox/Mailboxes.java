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
import java.util.Objects;
import java.util.stream.Collectors;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;

/** What users have pending, stored durably (SPEC §4). It is changed through {@link Notices}. */
@Stateless
public class Mailboxes {
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
     * All pairs changed past {@code revision}, those read since included, in order of revision; and the mailbox's revision,
     * as of one moment. Empty at revision 0 for a user without a mailbox.
     */
    public BadgeSnapshot since(UserId user, long revision) {
        List<Object[]> rows = entities.createNamedQuery(Mailbox.SINCE, Object[].class)
                .setParameter("receiver", user.value())
                .setParameter("revision", revision)
                .getResultList();
        if (rows.isEmpty()) {
            return new BadgeSnapshot(0, List.of());
        }
        List<Badge> badges = rows.stream()
                .map(row -> (PendingPair) row[1])
                .filter(Objects::nonNull)
                .map(PendingPair::badge)
                .toList();
        return new BadgeSnapshot((long) rows.get(0)[0], badges);
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
