package net.tensamin.omega.limits;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import net.tensamin.omega.limits.Strangers.Kind;

/** Which source holds how much of the {@link Strangers}' budget, and as what. {@link Strangers} guards it. */
final class StrangerLedger {
    private final Map<Long, StrangerShare> shares = new HashMap<>();
    private final Map<Long, StrangerShare.Prefix> prefixes = new HashMap<>();
    private final NavigableSet<StrangerShare> ranked = new TreeSet<>(StrangerShare.BY_WHAT_IS_HELD);
    private final Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
    private int count;
    private long bytes;

    boolean isEmpty() {
        return ranked.isEmpty();
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    long bytes(Kind kind) {
        return byKind.getOrDefault(kind, 0L);
    }

    /** @return the share of its source, which it is part of now */
    StrangerShare add(StrangerShare.Stay stay, Source source, Kind kind, long held) {
        count++;
        count(kind, held);
        StrangerShare share = shares.computeIfAbsent(source.key(), key -> new StrangerShare(source, prefixes));
        share.add(stay, held, ranked);
        return share;
    }

    void grow(StrangerShare share, Kind kind, long more) {
        count(kind, more);
        share.grow(more, ranked);
    }

    void change(Kind from, Kind to, long held) {
        count(from, -held);
        count(to, held);
    }

    void remove(StrangerShare.Stay stay, StrangerShare share, Kind kind, long held) {
        count--;
        count(kind, -held);
        share.remove(stay, held, ranked);
        if (share.isEmpty()) {
            shares.remove(share.source().key());
            if (share.prefix().ranked().isEmpty()) {
                prefixes.remove(StrangerShare.Prefix.of(share.source()));
            }
        }
    }

    private void count(Kind kind, long change) {
        bytes += change;
        byKind.merge(kind, change, Long::sum);
    }

    /** The share that holds most. */
    StrangerShare heaviest() {
        return ranked.last();
    }

    /**
     * The share that holds most, and of equals not the newest.
     *
     * @param crowded among those of the newest's prefix
     */
    StrangerShare heaviest(StrangerShare newest, boolean crowded) {
        NavigableSet<StrangerShare> from = crowded ? newest.prefix().ranked() : ranked;
        StrangerShare last = from.last();
        StrangerShare other = last == newest ? from.lower(last) : null;
        return other != null && other.bytes() == last.bytes() ? other : last;
    }
}
