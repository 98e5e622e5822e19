package net.tensamin.omega.limits;

import java.net.Inet6Address;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** What one source holds of the {@link Strangers}' budget, the oldest first. {@link Strangers} guards it. */
final class StrangerShare {
    /** Those that hold most are last, and of equals those that came first. */
    static final Comparator<StrangerShare> BY_WHAT_IS_HELD = Comparator.<StrangerShare>comparingLong(
                    share -> share.bytes)
            .thenComparing(Comparator.comparingLong(StrangerShare::oldest).reversed())
            .thenComparingLong(share -> share.source.key());

    private final Source source;
    private final Prefix prefix;
    private final Set<Stay> stays = new LinkedHashSet<>(1);
    private long bytes;

    StrangerShare(Source source, Map<Long, Prefix> prefixes) {
        this.source = source;
        this.prefix =
                prefixes.computeIfAbsent(Prefix.of(source), key -> new Prefix(source.name() instanceof Inet6Address));
    }

    /** One of the source's, until it leaves. */
    interface Stay {
        /** Those that came later have a higher one. */
        long number();

        boolean isPastHalf(long nowNanos);
    }

    /** All that share a /48 of IPv6; any other source is alone. */
    static final class Prefix {
        private final NavigableSet<StrangerShare> ranked = new TreeSet<>(BY_WHAT_IS_HELD);
        private final boolean isOfIpv6;
        private long bytes;

        private Prefix(boolean isOfIpv6) {
            this.isOfIpv6 = isOfIpv6;
        }

        static long of(Source source) {
            return source.name() instanceof Inet6Address ? source.key() & ~0xffffL : source.key();
        }

        boolean holdsMoreThan(long most) {
            return isOfIpv6 && bytes > most;
        }

        NavigableSet<StrangerShare> ranked() {
            return ranked;
        }
    }

    Source source() {
        return source;
    }

    Prefix prefix() {
        return prefix;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return stays.isEmpty();
    }

    private long oldest() {
        return stays.isEmpty() ? Long.MAX_VALUE : stays.iterator().next().number();
    }

    /** The one that gives way first. */
    Stay yielding(long nowNanos) {
        return stays.stream()
                .filter(stay -> stay.isPastHalf(nowNanos))
                .findFirst()
                .orElseGet(() -> stays.iterator().next());
    }

    /** Ranked anew after each change, here and among its prefix's. */
    void add(Stay stay, long more, NavigableSet<StrangerShare> ranked) {
        change(() -> stays.add(stay), more, ranked);
    }

    void grow(long more, NavigableSet<StrangerShare> ranked) {
        change(() -> {}, more, ranked);
    }

    void remove(Stay stay, long less, NavigableSet<StrangerShare> ranked) {
        change(() -> stays.remove(stay), -less, ranked);
    }

    private void change(Runnable change, long more, NavigableSet<StrangerShare> ranked) {
        ranked.remove(this);
        prefix.ranked.remove(this);
        change.run();
        bytes += more;
        prefix.bytes += more;
        if (!stays.isEmpty()) {
            ranked.add(this);
            prefix.ranked.add(this);
        }
    }
}
