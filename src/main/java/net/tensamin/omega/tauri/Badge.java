package net.tensamin.omega.tauri;

import net.tensamin.omega.account.UserId;
import net.tensamin.omega.quic.streams.LineStream;

/**
 * What a device is to show for one sender.
 *
 * @param amount messages pending; 0 clears the badge
 * @param revision orders the badges of one user
 * @param sinceNanos when the notice came that is to be pushed, by this node's {@link System#nanoTime()}; {@link
 *     LineStream#UNTIMED} where that does not matter
 */
public record Badge(UserId sender, long amount, long revision, long sinceNanos) {
    public Badge(UserId sender, long amount, long revision) {
        this(sender, amount, revision, LineStream.UNTIMED);
    }
}
