package net.tensamin.omega.badge;

import java.util.Collection;

/**
 * All that a receiver has pending at one moment.
 *
 * @param revision of the mailbox then; 0 before its first change
 * @param badges amounts above 0 only, the latest change first; kept in a few bytes each
 */
public record PendingBadges(long revision, Collection<Badge> badges) {
    public PendingBadges {
        badges = PackedBadges.of(badges);
    }
}
