package net.tensamin.omega.mailbox;

import java.util.List;
import net.tensamin.omega.account.UserId;

/**
 * A committed change of one user's mailbox.
 *
 * @param previousRevision the mailbox's revision before this change: a session that has it needs only {@code changes}
 * @param revision the mailbox's revision after it, equal to that of the last change
 * @param changes what changed, in order of revision
 */
public record MailboxChanged(UserId user, long previousRevision, long revision, List<PairState> changes) {
    public MailboxChanged {
        changes = List.copyOf(changes);
    }
}
