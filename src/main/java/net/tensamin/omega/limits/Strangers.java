package net.tensamin.omega.limits;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import net.tensamin.omega.metrics.Counter;

/**
 * What all clients that have not proven who they are may hold together, in bytes of memory that they cost: one budget
 * for all ways in. Beyond it, a client of the source that holds most gives way, the one that has been here for longest.
 * So a source that holds little is always let in, and a client that has proven itself is in no danger. The /48 of an
 * IPv6 address holds an eighth of all at most, as one subscriber can have that many sources. Thread-safe.
 */
public final class Strangers {
    /** What a connection costs, with its TLS and their buffers, in bytes. */
    public static final int CONNECTION = 32 * 1024;

    static final int SHARES = 8;

    private final long most;
    private final Counter gaveWay;
    private final LongSupplier nanos;
    private final StrangerLedger ledger = new StrangerLedger();
    private final Map<InetSocketAddress, Stay> byPeer = new HashMap<>();
    private final KnownSources known = new KnownSources();
    private volatile LongSupplier aside = () -> 0;
    private long entered;

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

    /** What they hold it as. */
    public enum Kind {
        /** Connections of HTTPS, with what has come of a request. */
        HTTPS,
        /** Links that have not identified. */
        LINK,
        /** Handshakes of QUIC. */
        QUIC,
        /** Datagrams of clients that wait for their handshake to begin. */
        QUIC_WAITING
    }

    /** What one of them holds, until it leaves. */
    public interface Holding {
        /** Says what it costs now; somebody may have to give way for it, itself included. */
        void holds(long bytes);

        /** It is something else from now on. */
        void become(Kind kind);

        /** It has proven who it is: others from there are more likely to do so, too. */
        void prove();

        /** It is gone. */
        void leave();
    }

    /**
     * From now on this counts, too, for clients that wait for QUIC. They do not give way here: the place where they
     * wait has to see to that.
     *
     * @param held in bytes; must not block
     */
    public void counts(LongSupplier held) {
        aside = held;
    }

    /** Whether somebody from there has proven who they are; the last {@value KnownSources#MOST} such sources are remembered. */
    public boolean hasProven(Source source) {
        return known.contains(source);
    }

    /**
     * Lets one in, whoever has to give way for it.
     *
     * @param patience what it may take to prove itself: past half of it, it gives way before younger ones of its source
     * @param giveWay ends it; called without any lock, on the thread of whoever needs the room
     */
    public Holding enter(Kind kind, Source source, long bytes, Duration patience, Runnable giveWay) {
        return enter(new Stay(kind, null, bytes, patience, giveWay), source);
    }

    /** As above, for a connection of HTTPS; {@link #from} finds it, too. */
    public Holding enter(InetSocketAddress peer, long bytes, Duration patience, Runnable giveWay) {
        return enter(new Stay(Kind.HTTPS, peer, bytes, patience, giveWay), Source.of(peer.getAddress()));
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

    /** Makes one give way where something other than memory is short; false if there is nobody. */
    public boolean yieldOne() {
        Stay stay;
        synchronized (this) {
            if (ledger.isEmpty()) {
                return false;
            }
            stay = yielding(ledger.heaviest());
        }
        stay.giveWay.run();
        return true;
    }

    public long most() {
        return most;
    }

    public synchronized long bytes() {
        return ledger.bytes() + aside.getAsLong();
    }

    /** What they hold as this. */
    public synchronized long bytes(Kind kind) {
        return kind == Kind.QUIC_WAITING ? aside.getAsLong() : ledger.bytes(kind);
    }

    public synchronized int count() {
        return ledger.count();
    }

    private void makeRoom(StrangerShare newest, List<Stay> leaving) {
        boolean crowded = newest.prefix().holdsMoreThan(most / SHARES);
        while (!ledger.isEmpty() && (crowded || bytes() > most)) {
            leaving.add(yielding(ledger.heaviest(newest, crowded)));
            crowded = newest.prefix().holdsMoreThan(most / SHARES);
        }
    }

    private Stay yielding(StrangerShare share) {
        Stay stay = (Stay) share.yielding(nanos.getAsLong());
        stay.remove();
        gaveWay.increment();
        return stay;
    }

    private final class Stay implements Holding, StrangerShare.Stay {
        private final InetSocketAddress peer;
        private Kind kind;
        private final long since = nanos.getAsLong();
        private final long half;
        private final Runnable giveWay;
        private long held;
        private long number;
        private StrangerShare share;

        /** @param peer null for one that {@link #from} does not find */
        private Stay(Kind kind, InetSocketAddress peer, long held, Duration patience, Runnable giveWay) {
            this.kind = kind;
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
            share = ledger.add(this, source, kind, held);
            if (peer != null) {
                byPeer.put(peer, this);
            }
        }

        private void remove() {
            if (share != null) {
                ledger.remove(this, share, kind, held);
                byPeer.remove(peer, this);
                share = null;
            }
        }

        @Override
        public void holds(long now) {
            List<Stay> leaving = new ArrayList<>();
            synchronized (Strangers.this) {
                if (share == null || now == held) {
                    return;
                }
                ledger.grow(share, kind, now - held);
                held = now;
                makeRoom(share, leaving);
            }
            leaving.forEach(each -> each.giveWay.run());
        }

        @Override
        public void become(Kind next) {
            synchronized (Strangers.this) {
                if (share != null) {
                    ledger.change(kind, next, held);
                    kind = next;
                }
            }
        }

        @Override
        public void prove() {
            synchronized (Strangers.this) {
                if (share != null) {
                    known.add(share.source());
                    remove();
                }
            }
        }

        @Override
        public void leave() {
            synchronized (Strangers.this) {
                remove();
            }
        }
    }
}
