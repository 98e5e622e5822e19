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
import java.util.Optional;
import java.util.stream.Collectors;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.PendingBadges;

/** What users have pending, stored durably (SPEC §4). It is changed through {@link Notices}. */
@Stateless
public class Mailboxes {
    /** What a device that was away for long is sent is read in parts. */
    static final int PAGE = 200;

    private static final int PAIRS = 1_000;

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Accounts accounts;

    /**
     * The pairs with an amount above 0 and the mailbox's revision, of one moment.
     *
     * @return nothing if more than about {@code most} pairs, read ones included, have to be read for it
     * @throws UnknownUserException if the user does not exist
     */
    public Optional<PendingBadges> whole(UserId user, int most) {
        Optional<PendingBadges> whole = new WholeMailbox(this::since).of(user, most);
        if (whole.isPresent() && whole.get().revision() == 0) {
            requireUser(user);
        }
        return whole;
    }

    /**
     * The next {@code most} of these whose latest change came before a revision: one statement reads them and the mailbox's.
     *
     * @throws UnknownUserException if the user does not exist
     */
    @SuppressWarnings("unchecked") // a native query has no other type
    public PendingBadges pending(UserId user, long before, int most) {
        List<Object[]> rows = entities.createNamedQuery(PendingPair.PENDING_BEFORE)
                .setParameter(1, user.value())
                .setParameter(2, before)
                .setParameter(3, most)
                .getResultList();
        if (rows.isEmpty()) {
            requireUser(user);
            return new PendingBadges(0, List.of());
        }
        List<Badge> badges = rows.stream()
                .filter(row -> row[1] != null)
                .map(row -> new Badge(new UserId((long) row[1]), (long) row[2], (long) row[3]))
                .toList();
        return new PendingBadges((long) rows.get(0)[0], badges);
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

    /**
     * The revision of a user's mailbox, 0 before its first change.
     *
     * @throws UnknownUserException if the user does not exist
     */
    public long revision(UserId user) {
        return Optional.ofNullable(revisions(List.of(user)).get(user)).orElseGet(() -> {
            requireUser(user);
            return 0L;
        });
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

    /** The next {@value #PAIRS} pairs of a receiver past a sender's id, or 0, in order of sender; read ones, too. */
    public List<StoredPair> receivedBy(UserId receiver, long after) {
        return pairs(PendingPair.OF_RECEIVER, receiver, after);
    }

    /** The next {@value #PAIRS} pairs of a sender past a receiver's id, or 0, in order of receiver; read ones, too. */
    public List<StoredPair> sentBy(UserId sender, long after) {
        return pairs(PendingPair.OF_SENDER, sender, after);
    }

    private List<StoredPair> pairs(String query, UserId user, long after) {
        return entities.createNamedQuery(query, StoredPair.class)
                .setParameter("user", user.value())
                .setParameter("after", after)
                .setMaxResults(PAIRS)
                .getResultList();
    }

    private void requireUser(UserId user) {
        if (!accounts.exists(user)) {
            throw new UnknownUserException(user);
        }
    }
}
