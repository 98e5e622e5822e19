package net.tensamin.omega.mailbox;

import net.tensamin.omega.account.UserId;

/**
 * What a user has pending from one sender.
 *
 * @param amount messages pending; 0 when they were read
 * @param revision the mailbox's revision at the pair's last change
 * @param sinceNanos when the notice came that made this change, by this node's {@link System#nanoTime()}; {@link #UNTIMED} of
 *     reads and of what comes from the store
 */
public record PairState(UserId sender, long amount, long revision, long sinceNanos) {
    public static final long UNTIMED = 0;

    public PairState(UserId sender, long amount, long revision) {
        this(sender, amount, revision, UNTIMED);
    }
}
