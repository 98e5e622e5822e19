package net.tensamin.omega.badge;

import java.util.List;

/**
 * All that a receiver has pending at one moment.
 *
 * @param revision of the mailbox then; 0 before its first change
 * @param badges amounts above 0 only, the latest change first
 */
public record PendingBadges(long revision, List<Badge> badges) {
    public PendingBadges {
        badges = List.copyOf(badges);
    }
}
