package net.tensamin.omega.mailbox;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;

/**
 * What users have pending, durably (SPEC §4). Each change is one transaction, committed when the call returns unless the
 * caller has a transaction of its own, and fires {@link MailboxChanged} in it.
 */
@Stateless
public class Mailboxes {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Accounts accounts;

    @Inject
    Event<MailboxChanged> changed;

    @Inject
    Clock clock;

    /**
     * One more message of {@code sender} is pending for {@code receiver}.
     *
     * @throws UnknownUserException if either does not exist
     */
    public void notice(UserId sender, UserId receiver) {
        Mailbox mailbox = lockedOrNew(receiver);
        long before = mailbox.revision();
        PendingPair pair = pair(receiver, sender);
        if (pair == null) {
            requireUser(sender);
            pair = new PendingPair(mailbox, sender);
            pair.add(clock.instant());
            entities.persist(pair);
        } else {
            pair.add(clock.instant());
        }
        fire(receiver, before, pair);
    }

    /**
     * Nothing of {@code sender} is pending for {@code reader} any more. When nothing was, nothing changes; that the sender
     * does not exist is such a case.
     *
     * @throws UnknownUserException if the reader does not exist
     */
    public void read(UserId reader, UserId sender) {
        Mailbox mailbox = locked(reader);
        if (mailbox == null) {
            requireUser(reader);
            return;
        }
        long before = mailbox.revision();
        PendingPair pair = pair(reader, sender);
        if (pair != null && pair.clear(clock.instant())) {
            fire(reader, before, pair);
        }
    }

    /**
     * The pairs with an amount above 0, the latest change first.
     *
     * @throws UnknownUserException if the user does not exist
     */
    public List<PairState> pending(UserId user) {
        List<PairState> pending = entities.createNamedQuery(PendingPair.PENDING, PendingPair.class)
                .setParameter("user", user.value())
                .getResultStream()
                .map(PendingPair::state)
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
    public MailboxSnapshot since(UserId user, long revision) {
        List<Object[]> rows = entities.createNamedQuery(Mailbox.SINCE, Object[].class)
                .setParameter("user", user.value())
                .setParameter("revision", revision)
                .getResultList();
        if (rows.isEmpty()) {
            return new MailboxSnapshot(0, List.of());
        }
        List<PairState> pairs = rows.stream()
                .map(row -> (PendingPair) row[1])
                .filter(Objects::nonNull)
                .map(PendingPair::state)
                .toList();
        return new MailboxSnapshot((long) rows.get(0)[0], pairs);
    }

    /** The revision of each of these users' mailboxes, in one query; a user without one is left out. */
    public Map<UserId, Long> revisions(Collection<UserId> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        return entities.createNamedQuery(Mailbox.REVISIONS, Object[].class)
                .setParameter("users", users.stream().map(UserId::value).toList())
                .getResultStream()
                .collect(Collectors.toMap(row -> new UserId((long) row[0]), row -> (long) row[1]));
    }

    private PendingPair pair(UserId receiver, UserId sender) {
        return entities.find(PendingPair.class, new PendingPair.Key(receiver, sender));
    }

    private Mailbox locked(UserId user) {
        return entities.find(Mailbox.class, user.value(), LockModeType.PESSIMISTIC_WRITE);
    }

    /** The lock on the account's row lets only one of several first changes make the mailbox. */
    private Mailbox lockedOrNew(UserId user) {
        Mailbox mailbox = locked(user);
        if (mailbox != null) {
            return mailbox;
        }
        if (entities.find(User.class, user.value(), LockModeType.PESSIMISTIC_WRITE) == null) {
            throw new UnknownUserException(user);
        }
        mailbox = locked(user);
        if (mailbox == null) {
            mailbox = new Mailbox(user);
            entities.persist(mailbox);
        }
        return mailbox;
    }

    private void requireUser(UserId user) {
        if (!accounts.exists(user)) {
            throw new UnknownUserException(user);
        }
    }

    private void fire(UserId user, long before, PendingPair pair) {
        PairState state = pair.state();
        changed.fire(new MailboxChanged(user, before, state.revision(), List.of(state)));
    }
}
