package net.tensamin.omega.mailbox;

import static net.tensamin.omega.mailbox.ArrayQuery.array;
import static net.tensamin.omega.mailbox.ArrayQuery.numbers;
import static net.tensamin.omega.mailbox.ArrayQuery.rows;

import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;

/**
 * The mailboxes that a batch has locked, and made where notices lacked one. Waits for no lock: what another transaction has locked is left to
 * it. Rows are locked in one order everywhere, accounts before mailboxes and each by id, so that transactions that do
 * wait do not deadlock.
 */
final class LockedMailboxes {
    private final Set<Long> unknown;
    private final Set<Long> elsewhere = new HashSet<>();
    private final Map<Long, Long> revisions = new LinkedHashMap<>();

    private LockedMailboxes(Set<Long> named) {
        this.unknown = named;
    }

    static LockedMailboxes of(EntityManager entities, List<? extends Submission> submissions) {
        Set<Long> named = submissions.stream()
                .flatMap(submission -> submission.mustExist().stream())
                .map(UserId::value)
                .collect(Collectors.toSet());
        LockedMailboxes locked = new LockedMailboxes(named);
        locked.lock(entities, submissions, locked.findMailboxes(entities));
        return locked;
    }

    /** Leaves out users that are named and do not exist. */
    private Set<Long> findMailboxes(EntityManager entities) {
        Set<Long> having = new HashSet<>();
        for (Object[] user : rows(entities, Mailbox.RECEIVERS, array(unknown.stream()))) {
            unknown.remove((Long) user[0]);
            having.add((Long) user[1]);
        }
        return having;
    }

    private void lock(EntityManager entities, List<? extends Submission> submissions, Set<Long> having) {
        Set<Long> receivers = receivers(submissions.stream());
        Set<Long> lacking = receivers(submissions.stream().filter(Submission.Notice.class::isInstance));
        lacking.removeAll(having);
        if (!lacking.isEmpty()) {
            having.addAll(open(entities, lacking));
            lacking.removeAll(having);
            elsewhere.addAll(lacking);
        }
        receivers.retainAll(having);
        for (Object[] row : rows(entities, Mailbox.LOCK_FREE, array(receivers.stream()))) {
            revisions.put((Long) row[0], (Long) row[1]);
        }
        receivers.removeAll(revisions.keySet());
        elsewhere.addAll(receivers);
    }

    /** For submissions that name only users who exist. */
    private Set<Long> receivers(Stream<? extends Submission> submissions) {
        return submissions
                .filter(this::isKnown)
                .map(submission -> submission.receiver().value())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The lock on the account's row lets only one of several first changes make the mailbox. */
    private static Set<Long> open(EntityManager entities, Set<Long> users) {
        Set<Long> locked = new HashSet<>(numbers(entities, Mailbox.LOCK_RECEIVERS, array(users.stream())));
        for (Object[] user : rows(entities, Mailbox.RECEIVERS, array(locked.stream()))) {
            if (user[1] == null) {
                entities.persist(new Mailbox(new UserId((Long) user[0])));
            }
        }
        entities.flush();
        return locked;
    }

    /** Whether the submission can be applied. */
    boolean accepts(Submission submission) {
        return isKnown(submission) && !elsewhere.contains(submission.receiver().value());
    }

    private boolean isKnown(Submission submission) {
        return unknown.isEmpty()
                || submission.mustExist().stream().map(UserId::value).noneMatch(unknown::contains);
    }

    /** The users that are named and do not exist. */
    Set<UserId> unknown() {
        return users(unknown);
    }

    /** The receivers whose mailbox or account another transaction has locked. */
    Set<UserId> elsewhere() {
        return users(elsewhere);
    }

    /** Of each mailbox that is locked here, by its user. */
    Map<Long, Long> revisions() {
        return revisions;
    }

    private static Set<UserId> users(Set<Long> ids) {
        return ids.stream().map(UserId::new).collect(Collectors.toSet());
    }
}
