package net.tensamin.omega.mailbox;

import java.util.concurrent.Semaphore;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.PendingBadges;

/**
 * All that somebody has pending. What is very much is read by one at a time, as that takes ten times the room of what is kept of it. Thread-safe.
 */
final class WholeMailboxes {
    static final int VERY_MUCH = 1_000;

    private final Mailboxes mailboxes;
    private final Semaphore turn = new Semaphore(1, true);

    WholeMailboxes(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** @throws net.tensamin.omega.account.UnknownUserException if the user does not exist */
    PendingBadges of(UserId user) {
        return mailboxes.whole(user, VERY_MUCH).orElseGet(() -> veryMuch(user));
    }

    private PendingBadges veryMuch(UserId user) {
        turn.acquireUninterruptibly(); // holds no connection to the database meanwhile
        try {
            return mailboxes.whole(user, Integer.MAX_VALUE).orElseThrow();
        } finally {
            turn.release();
        }
    }
}
