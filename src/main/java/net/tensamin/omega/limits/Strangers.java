package net.tensamin.omega.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import net.tensamin.omega.metrics.Counter;

/**
 * What everybody who has not proven himself may hold in all, in bytes of memory that he costs: one budget for all ways in. Past
 * it, one gives way, of the source that holds most; of several, of the one that has been here for longest. So a source that
 * holds little is always let in, and what has proven itself is in no danger. The /48 of an IPv6 address holds an eighth of all
 * at most, as one subscriber can have that many sources. Thread-safe.
 */
public final class Strangers {
    static final int SHARES = 8;

    private static final int NO_PORT = 0;

    private static final Comparator<Share> BY_WHAT_IS_HELD = Comparator.<Share>comparingLong(share -> share.bytes)
            .thenComparing(Comparator.comparingLong(Share::oldest).reversed())
            .thenComparingLong(share -> share.source.key());

    private final long most;
    private final Counter gaveWay;
    private final LongSupplier nanos;
    private final Map<Long, Share> shares = new HashMap<>();
    private final NavigableSet<Share> ranked = new TreeSet<>(BY_WHAT_IS_HELD);
    private final Map<Long, Prefix> prefixes = new HashMap<>();
    private final Map<InetSocketAddress, Stay> byPeer = new HashMap<>();
    private long entered;
    private int count;
    private long bytes;

    /**
     * @param most bytes
     * @param gaveWay counts those that had to go
     * @param nanos a monotonic clock
     */
    public Strangers(long most, Counter gaveWay, LongSupplier nanos) {
        this.most = most;
        this.gaveWay = gaveWay;
        this.nanos = nanos;
    }

    /** What one of them holds, until it leaves. */
    public interface Holding {
        /** Says what it costs now; somebody may have to give way for it, itself included. */
        void holds(long bytes);

        /** It is no stranger any more. */
        void proven();

        /** It is gone, or its connection. */
        void leave();
    }

    /**
     * Lets one in, whoever has to give way for it.
     *
     * @param patience what it may take to prove itself: past half of it, it gives way before younger ones of its source
     * @param giveWay ends it; called without any lock, on the thread of whoever needs the room
     */
    public Holding enter(InetAddress address, long bytes, Duration patience, Runnable giveWay) {
        return enter(new Stay(new InetSocketAddress(address, NO_PORT), bytes, patience, giveWay));
    }

    /** As above; {@link #from} finds it, too. */
    public Holding enter(InetSocketAddress peer, long bytes, Duration patience, Runnable giveWay) {
        return enter(new Stay(peer, bytes, patience, giveWay));
    }

    private Holding enter(Stay stay) {
        List<Stay> leaving = new ArrayList<>();
        synchronized (this) {
            stay.enter();
            makeRoom(stay.share, leaving);
        }
        leaving.forEach(each -> each.giveWay.run());
        return stay;
    }

    /** One that was let in by another part of this server, on the connection from there. */
    public synchronized Optional<Holding> from(InetSocketAddress peer) {
        return Optional.ofNullable(byPeer.get(peer));
    }

    /** Makes one give way where something else than memory is short; false if there is nobody. */
    public boolean yieldOne() {
        List<Stay> leaving = new ArrayList<>();
        synchronized (this) {
            if (!ranked.isEmpty()) {
                leaving.add(ranked.last().yielding());
                leaving.get(0).remove();
                gaveWay.increment();
            }
        }
        leaving.forEach(each -> each.giveWay.run());
        return !leaving.isEmpty();
    }

    public long most() {
        return most;
    }

    public synchronized long bytes() {
        return bytes;
    }

    public synchronized int count() {
        return count;
    }

    private void makeRoom(Share newest, List<Stay> leaving) {
        while (bytes > most || newest.isInCrowdedPrefix()) {
            NavigableSet<Share> from = newest.isInCrowdedPrefix() ? newest.prefix.ranked : ranked;
            Stay stay = heaviest(from, newest).yielding();
            stay.remove();
            leaving.add(stay);
            gaveWay.increment();
        }
    }

    /** Of equals not the newest. */
    private static Share heaviest(NavigableSet<Share> from, Share newest) {
        Share last = from.last();
        Share other = last == newest ? from.lower(last) : null;
        return other != null && other.bytes == last.bytes ? other : last;
    }

    private static boolean hasPrefix(InetSocketAddress peer) {
        return peer.getAddress() instanceof Inet6Address;
    }

    private static final class Prefix {
        private final NavigableSet<Share> ranked = new TreeSet<>(BY_WHAT_IS_HELD);
        private long bytes;
    }

    /** What a source holds. */
    private final class Share {
        private final Source source;
        private final boolean hasPrefix;
        private final long prefixKey;
        private final Prefix prefix;
        private final Set<Stay> stays = new LinkedHashSet<>(1);
        private long bytes;

        private Share(Source source, boolean hasPrefix) {
            this.source = source;
            this.hasPrefix = hasPrefix;
            this.prefixKey = hasPrefix ? source.key() & ~0xffffL : source.key();
            this.prefix = prefixes.computeIfAbsent(prefixKey, key -> new Prefix());
        }

        private long oldest() {
            return stays.isEmpty() ? Long.MAX_VALUE : stays.iterator().next().number;
        }

        private boolean isInCrowdedPrefix() {
            return hasPrefix && prefix.bytes > most / SHARES && !prefix.ranked.isEmpty();
        }

        private Stay yielding() {
            long now = nanos.getAsLong();
            return stays.stream()
                    .filter(stay -> stay.isPastHalf(now))
                    .findFirst()
                    .orElseGet(() -> stays.iterator().next());
        }

        /** Runs a change of what it holds, and ranks it anew. */
        private void change(Runnable change, long more) {
            ranked.remove(this);
            prefix.ranked.remove(this);
            change.run();
            bytes += more;
            prefix.bytes += more;
            Strangers.this.bytes += more;
            if (stays.isEmpty()) {
                shares.remove(source.key());
                if (prefix.ranked.isEmpty()) {
                    prefixes.remove(prefixKey);
                }
            } else {
                ranked.add(this);
                prefix.ranked.add(this);
            }
        }
    }

    private final class Stay implements Holding {
        private final InetSocketAddress peer;
        private final long since = nanos.getAsLong();
        private final long half;
        private final Runnable giveWay;
        private long held;
        private long number;
        private Share share;

        private Stay(InetSocketAddress peer, long held, Duration patience, Runnable giveWay) {
            this.peer = peer;
            this.held = held;
            this.half = patience.toNanos() / 2;
            this.giveWay = giveWay;
        }

        private boolean isPastHalf(long now) {
            return now - since >= half;
        }

        private void enter() {
            Source source = Source.of(peer.getAddress());
            number = entered++;
            share = shares.computeIfAbsent(source.key(), key -> new Share(source, hasPrefix(peer)));
            share.change(() -> share.stays.add(this), held);
            count++;
            if (peer.getPort() != NO_PORT) {
                byPeer.put(peer, this);
            }
        }

        private void remove() {
            if (share != null) {
                share.change(() -> share.stays.remove(this), -held);
                share = null;
                count--;
                byPeer.remove(peer, this);
            }
        }

        @Override
        public void holds(long now) {
            List<Stay> leaving = new ArrayList<>();
            synchronized (Strangers.this) {
                if (share != null) {
                    long more = now - held;
                    held = now;
                    share.change(() -> {}, more);
                    makeRoom(share, leaving);
                }
            }
            leaving.forEach(each -> each.giveWay.run());
        }

        @Override
        public void proven() {
            leave();
        }

        @Override
        public void leave() {
            synchronized (Strangers.this) {
                remove();
            }
        }
    }
}
