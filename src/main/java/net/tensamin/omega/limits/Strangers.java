package net.tensamin.omega.limits;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import net.tensamin.omega.metrics.Counter;

/**
 * What all clients that have not proven who they are may hold together, in bytes of memory that they cost: one budget for all ways in. Beyond
 * it, one gives way, of the source that holds most; of several, of the one that has been here for longest. So a source that
 * holds little is always let in, and what has proven itself is in no danger. The /48 of an IPv6 address holds an eighth of all
 * at most, as one subscriber can have that many sources. Thread-safe.
 */
public final class Strangers {
    /** What a connection costs, with its TLS and their buffers, in bytes. */
    public static final int CONNECTION = 32 * 1024;

    static final int SHARES = 8;

    private final long most;
    private final Counter gaveWay;
    private final LongSupplier nanos;
    private final Map<Long, StrangerShare> shares = new HashMap<>();
    private final Map<Long, StrangerShare.Prefix> prefixes = new HashMap<>();
    private final NavigableSet<StrangerShare> ranked = new TreeSet<>(StrangerShare.BY_WHAT_IS_HELD);
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

        /** It has proven itself, or is gone. */
        void leave();
    }

    /**
     * Lets one in, whoever has to give way for it.
     *
     * @param patience what it may take to prove itself: past half of it, it gives way before younger ones of its source
     * @param giveWay ends it; called without any lock, on the thread of whoever needs the room
     */
    public Holding enter(Source source, long bytes, Duration patience, Runnable giveWay) {
        return enter(new Stay(null, bytes, patience, giveWay), source);
    }

    /** As above, for a connection; {@link #from} finds it, too. */
    public Holding enter(InetSocketAddress peer, long bytes, Duration patience, Runnable giveWay) {
        return enter(new Stay(peer, bytes, patience, giveWay), Source.of(peer.getAddress()));
    }

    private Holding enter(Stay stay, Source source) {
        List<Stay> leaving = new ArrayList<>();
        synchronized (this) {
            stay.enter(source);
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
        Stay stay;
        synchronized (this) {
            if (ranked.isEmpty()) {
                return false;
            }
            stay = yielding(ranked.last());
        }
        stay.giveWay.run();
        return true;
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

    private void makeRoom(StrangerShare newest, List<Stay> leaving) {
        boolean crowded = newest.prefix().holdsMoreThan(most / SHARES);
        while (crowded || bytes > most) {
            leaving.add(yielding(heaviest(crowded ? newest.prefix().ranked() : ranked, newest)));
            crowded = newest.prefix().holdsMoreThan(most / SHARES);
        }
    }

    private Stay yielding(StrangerShare share) {
        Stay stay = (Stay) share.yielding(nanos.getAsLong());
        stay.remove();
        gaveWay.increment();
        return stay;
    }

    /** Of equals not the newest. */
    private static StrangerShare heaviest(NavigableSet<StrangerShare> from, StrangerShare newest) {
        StrangerShare last = from.last();
        StrangerShare other = last == newest ? from.lower(last) : null;
        return other != null && other.bytes() == last.bytes() ? other : last;
    }

    private final class Stay implements Holding, StrangerShare.Stay {
        private final InetSocketAddress peer;
        private final long since = nanos.getAsLong();
        private final long half;
        private final Runnable giveWay;
        private long held;
        private long number;
        private StrangerShare share;

        /** @param peer null for one that {@link #from} does not find */
        private Stay(InetSocketAddress peer, long held, Duration patience, Runnable giveWay) {
            this.peer = peer;
            this.held = held;
            this.half = patience.toNanos() / 2;
            this.giveWay = giveWay;
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public boolean isPastHalf(long nowNanos) {
            return nowNanos - since >= half;
        }

        private void enter(Source source) {
            number = entered++;
            count++;
            bytes += held;
            share = shares.computeIfAbsent(source.key(), key -> new StrangerShare(source, prefixes));
            share.add(this, held, ranked);
            if (peer != null) {
                byPeer.put(peer, this);
            }
        }

        private void remove() {
            if (share == null) {
                return;
            }
            count--;
            bytes -= held;
            share.remove(this, held, ranked);
            byPeer.remove(peer, this);
            if (share.isEmpty()) {
                shares.remove(share.source().key());
                if (share.prefix().ranked().isEmpty()) {
                    prefixes.remove(StrangerShare.Prefix.of(share.source()));
                }
            }
            share = null;
        }

        @Override
        public void holds(long now) {
            List<Stay> leaving = new ArrayList<>();
            synchronized (Strangers.this) {
                if (share == null || now == held) {
                    return;
                }
                bytes += now - held;
                share.grow(now - held, ranked);
                held = now;
                makeRoom(share, leaving);
            }
            leaving.forEach(each -> each.giveWay.run());
        }

        @Override
        public void leave() {
            synchronized (Strangers.this) {
                remove();
            }
        }
    }
}
