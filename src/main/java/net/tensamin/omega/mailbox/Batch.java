package net.tensamin.omega.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.concurrent.Snapshot;

/** Submissions that commit together, in order of arrival, and what its transaction made of them. Not thread-safe. */
final class Batch {
    private final UUID batcher;
    private final long sequence;
    private final long former;
    private final List<? extends Submission> submissions;
    private boolean setBack;
    private Set<UserId> unknown = Set.of();
    private Set<UserId> setAside = Set.of();
    private List<BadgeChange> changes = List.of();

    /**
     * @param former the sequence of the batcher's last batch that is known to have committed, 0 before the first
     * @param sequence greater than that of the batcher's batch before
     */
    Batch(UUID batcher, long former, long sequence, List<? extends Submission> submissions) {
        this.batcher = batcher;
        this.former = former;
        this.sequence = sequence;
        this.submissions = List.copyOf(submissions);
    }

    UUID batcher() {
        return batcher;
    }

    long sequence() {
        return sequence;
    }

    long former() {
        return former;
    }

    /** The database does not have the {@link #former} batch any more. */
    void foundSetBack() {
        setBack = true;
    }

    boolean isSetBack() {
        return setBack;
    }

    List<? extends Submission> submissions() {
        return submissions;
    }

    /** Remembers the outcome, which counts once the transaction has committed. */
    void applied(Set<UserId> unknownUsers, List<BadgeChange> changed) {
        unknown = Snapshot.of(unknownUsers);
        changes = List.copyOf(changed);
    }

    /** Remembers those whose submissions changed nothing because another transaction has locked their rows. */
    void setAside(Set<UserId> users) {
        setAside = Snapshot.of(users);
    }

    /** Whether the submission is to be tried again. */
    boolean isSetAside(Submission submission) {
        return setAside.contains(submission.receiver())
                && unknownUserOf(submission).isEmpty();
    }

    List<BadgeChange> changes() {
        return changes;
    }

    /** The user for whose absence a submission changed nothing. */
    Optional<UserId> unknownUserOf(Submission submission) {
        return unknown.isEmpty()
                ? Optional.empty()
                : submission.mustExist().stream().filter(unknown::contains).findFirst();
    }
}
