package net.tensamin.omega.badge;

import java.io.ByteArrayOutputStream;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import net.tensamin.omega.account.UserId;

/**
 * Badges in a few bytes each, made one at a time as they are read: an answer with very many may wait for long for a client that takes it slowly.
 * Those that are equal in their order are equal. Since when they are waited for is not kept. Numbers are in groups of seven bits, the lowest first; the revision is what it is below the one before.
 */
final class PackedBadges extends AbstractCollection<Badge> {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final byte[] packed;
    private final int size;

    private PackedBadges(byte[] packed, int size) {
        this.packed = packed;
        this.size = size;
    }

    /** @param badges in the order in which they are to be read, with falling revisions or others */
    static PackedBadges of(Collection<Badge> badges) {
        if (badges instanceof PackedBadges already) {
            return already;
        }
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

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedBadges badges && Arrays.equals(packed, badges.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public Iterator<Badge> iterator() {
        return new Iterator<>() {
            private int at;
            private long revision;

            @Override
            public boolean hasNext() {
                return at < packed.length;
            }

            @Override
            public Badge next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                long sender = number();
                long amount = number();
                revision -= number();
                return new Badge(new UserId(sender), amount, revision);
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
