package net.tensamin.omega.badge;

import java.util.List;
import net.tensamin.omega.account.UserId;

/**
 * A committed change of one receiver's mailbox.
 *
 * @param previousRevision the mailbox's revision before this change: whoever has seen it needs only {@code badges}
 * @param revision the mailbox's revision after it, equal to that of the last badge
 * @param badges what changed, in order of revision
 */
public record BadgeChange(UserId receiver, long previousRevision, long revision, List<Badge> badges) {
    public BadgeChange {
        badges = List.copyOf(badges);
    }
}
