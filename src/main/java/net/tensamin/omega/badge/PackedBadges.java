package net.tensamin.omega.longpoll;

import java.io.ByteArrayOutputStream;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.longpoll.PendingNotifications.FromSender;

/**
 * Pairs of a mailbox in a few bytes each, made one at a time as they are written: an answer with very many may wait for long for a client that
 * takes it slowly. Numbers are in groups of seven bits, the lowest first; the revision is what it is below the one before.
 */
final class PackedBadges extends AbstractCollection<FromSender> {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final byte[] packed;
    private final int size;

    private PackedBadges(byte[] packed, int size) {
        this.packed = packed;
        this.size = size;
    }

    /** @param badges in the order in which they are written, with falling revisions or others */
    static PackedBadges of(List<Badge> badges) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        long revision = 0;
        for (Badge badge : badges) {
            add(packed, badge.sender().value());
            add(packed, badge.amount());
            add(packed, revision - badge.revision());
            revision = badge.revision();
        }
        return new PackedBadges(packed.toByteArray(), badges.size());
    }

    private static void add(ByteArrayOutputStream packed, long number) {
        long left = number;
        while ((left & ~(MORE - 1L)) != 0) {
            packed.write((int) (left & (MORE - 1)) | MORE);
            left >>>= BITS;
        }
        packed.write((int) left);
    }

    int bytes() {
        return packed.length;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<FromSender> iterator() {
        return new Iterator<>() {
            private int at;
            private long revision;

            @Override
            public boolean hasNext() {
                return at < packed.length;
            }

            @Override
            public FromSender next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                long sender = number();
                long amount = number();
                revision -= number();
                return new FromSender(sender, amount, revision);
            }

            private long number() {
                long number = 0;
                for (int shift = 0; ; shift += BITS) {
                    byte group = packed[at++];
                    number |= (long) (group & MORE - 1) << shift;
                    if (group >= 0) {
                        return number;
                    }
                }
            }
        };
    }
}
