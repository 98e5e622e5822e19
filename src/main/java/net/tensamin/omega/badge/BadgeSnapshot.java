package net.tensamin.omega.badge;

import java.util.List;

/**
 * Badges of one receiver as of one moment.
 *
 * @param revision of the mailbox at that moment; 0 before its first change
 * @param badges in order of revision
 */
public record BadgeSnapshot(long revision, List<Badge> badges) {
    public BadgeSnapshot {
        badges = List.copyOf(badges);
    }
}
