package net.tensamin.omega.badge;

import java.util.List;

/**
 * Badges of one receiver, all up to some revision.
 *
 * @param revision up to which all are here that were asked for; 0 before the mailbox's first change
 * @param newest the mailbox's revision; greater if there are more than are here
 * @param badges in order of revision
 */
public record BadgeSnapshot(long revision, long newest, List<Badge> badges) {
    public BadgeSnapshot {
        badges = List.copyOf(badges);
    }

    /** All that there are. */
    public BadgeSnapshot(long revision, List<Badge> badges) {
        this(revision, revision, badges);
    }

    /** Whether there are more past {@link #revision}. */
    public boolean isPart() {
        return newest > revision;
    }
}
