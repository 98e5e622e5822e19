package net.tensamin.omega.push;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.mailbox.MailboxChanged;
import net.tensamin.omega.mailbox.PairState;

/**
 * A mailbox's change in bytes, for other nodes. These have clocks of their own: what goes to them is how long ago a notice
 * came, without the time on the way.
 */
final class ChangeCodec {
    private static final int LONGS_OF_CHANGE = 3;
    private static final int LONGS_OF_PAIR = 4;

    private static final long NEVER = -1;

    private ChangeCodec() {}

    static byte[] write(MailboxChanged change) {
        int longs = LONGS_OF_CHANGE + LONGS_OF_PAIR * change.changes().size();
        ByteBuffer bytes = ByteBuffer.allocate(longs * Long.BYTES)
                .putLong(change.user().value())
                .putLong(change.previousRevision())
                .putLong(change.revision());
        for (PairState pair : change.changes()) {
            bytes.putLong(pair.sender().value())
                    .putLong(pair.amount())
                    .putLong(pair.revision())
                    .putLong(ago(pair.sinceNanos()));
        }
        return bytes.array();
    }

    static MailboxChanged read(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        UserId user = new UserId(bytes.getLong());
        long previousRevision = bytes.getLong();
        long revision = bytes.getLong();
        List<PairState> pairs = new ArrayList<>();
        while (bytes.hasRemaining()) {
            pairs.add(new PairState(
                    new UserId(bytes.getLong()), bytes.getLong(), bytes.getLong(), since(bytes.getLong())));
        }
        return new MailboxChanged(user, previousRevision, revision, pairs);
    }

    private static long ago(long sinceNanos) {
        return sinceNanos == PairState.UNTIMED ? NEVER : Math.max(0, System.nanoTime() - sinceNanos);
    }

    private static long since(long agoNanos) {
        return agoNanos == NEVER ? PairState.UNTIMED : System.nanoTime() - agoNanos;
    }
}
