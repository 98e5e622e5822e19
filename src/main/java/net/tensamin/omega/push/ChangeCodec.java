package net.tensamin.omega.push;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;

/**
 * A mailbox's change in bytes, for other nodes. They have their own clocks, so they are told how long ago a notice
 * came, without the time on the way.
 */
final class ChangeCodec {
    private static final int LONGS_OF_CHANGE = 3;
    private static final int LONGS_OF_PAIR = 4;

    private static final long NEVER = -1;

    private final LongSupplier nanos;

    /** @param nanos this node's monotonic clock */
    ChangeCodec(LongSupplier nanos) {
        this.nanos = nanos;
    }

    byte[] write(BadgeChange change) {
        int longs = LONGS_OF_CHANGE + LONGS_OF_PAIR * change.badges().size();
        ByteBuffer bytes = ByteBuffer.allocate(longs * Long.BYTES)
                .putLong(change.receiver().value())
                .putLong(change.previousRevision())
                .putLong(change.revision());
        for (Badge badge : change.badges()) {
            bytes.putLong(badge.sender().value())
                    .putLong(badge.amount())
                    .putLong(badge.revision())
                    .putLong(ago(badge.sinceNanos()));
        }
        return bytes.array();
    }

    BadgeChange read(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        UserId receiver = new UserId(bytes.getLong());
        long previousRevision = bytes.getLong();
        long revision = bytes.getLong();
        List<Badge> badges = new ArrayList<>();
        while (bytes.hasRemaining()) {
            badges.add(
                    new Badge(new UserId(bytes.getLong()), bytes.getLong(), bytes.getLong(), since(bytes.getLong())));
        }
        return new BadgeChange(receiver, previousRevision, revision, badges);
    }

    private long ago(long sinceNanos) {
        return sinceNanos == Badge.UNTIMED ? NEVER : Math.max(0, nanos.getAsLong() - sinceNanos);
    }

    private long since(long agoNanos) {
        return agoNanos == NEVER ? Badge.UNTIMED : nanos.getAsLong() - agoNanos;
    }
}
