package net.tensamin.omega.badge;

import net.tensamin.omega.account.UserId;

/**
 * What a receiver has pending from one sender, as its devices are to show it.
 *
 * @param amount messages pending; 0 when they were read
 * @param revision of the receiver's mailbox at this change; orders the badges of one receiver
 * @param sinceNanos when the notice came that made this change, by this node's {@link System#nanoTime()}; {@link #UNTIMED} of
 *     reads and of what comes from the store
 */
public record Badge(UserId sender, long amount, long revision, long sinceNanos) {
    public static final long UNTIMED = 0;

    public Badge(UserId sender, long amount, long revision) {
        this(sender, amount, revision, UNTIMED);
    }

    /** Whether there is something to show. */
    public boolean isRaised() {
        return amount > 0;
    }
}
