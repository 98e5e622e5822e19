package net.tensamin.omega.mailbox;

import net.tensamin.omega.account.UserId;

/**
 * One message notice until it is settled: stored or read. It is settled once, whoever comes first; who comes meanwhile
 * waits, so that a read finds a notice stored before it, and an acknowledgement never leaves before the commit.
 */
class HeldNotice {
    private final UserId sender;
    private final UserId receiver;
    private final long sinceNanos;
    private boolean settled;

    HeldNotice(UserId sender, UserId receiver, long sinceNanos) {
        this.sender = sender;
        this.receiver = receiver;
        this.sinceNanos = sinceNanos;
    }

    /** Stores the notice unless it is settled; when that fails it is not settled. */
    synchronized void store(Mailboxes mailboxes) {
        if (!settled) {
            mailboxes.notice(sender, receiver);
            settled = true;
        }
    }

    synchronized void read() {
        settled = true;
    }

    UserId sender() {
        return sender;
    }

    UserId receiver() {
        return receiver;
    }

    long sinceNanos() {
        return sinceNanos;
    }
}
