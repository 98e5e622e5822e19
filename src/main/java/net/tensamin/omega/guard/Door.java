package net.tensamin.omega.guard;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import net.tensamin.omega.guard.Watch.Phase;
import net.tensamin.omega.http.Readers;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.NIOConnection;

/** Lets clients of HTTPS in, and decides which have to go. Thread-safe. */
final class Door implements Readers.Guard {
    /** What a client may leave unread before nothing more is read from it. */
    private static final int MOST_UNSENT = 256 * 1024;

    private final GuardSettings settings;
    private final Strangers strangers;
    private final Calls calls;
    private final Proofs proofs;
    private final LongSupplier nanos;
    private final Threshold threshold;
    private final Counters ended;
    private final Map<Connection<?>, GuardedConnection> inside = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, GuardedConnection> byPeer = new ConcurrentHashMap<>();
    private final Turnstiles turnstiles = new Turnstiles(Runtime.getRuntime().availableProcessors());

    Door(GuardSettings settings, Strangers strangers, Calls calls, Callers callers, Meters meters) {
        this.settings = settings;
        this.strangers = strangers;
        this.calls = calls;
        this.proofs = new Proofs(callers);
        this.nanos = System::nanoTime;
        this.threshold = new Threshold(settings, strangers, meters, nanos);
        this.ended = meters.counters(
                "omega_https_ended_total",
                "reason",
                "Connections of HTTPS ended for what their client did, or did not do");
        meters.gauge("omega_https_connections", "TCP connections of HTTPS and WSS", inside::size);
    }

    /** @return whether it may stay */
    boolean admit(Connection<?> connection) {
        InetSocketAddress peer = (InetSocketAddress) connection.getPeerAddress();
        if (!threshold.passes(Source.of(peer.getAddress()), inside.size())) {
            connection.terminateSilently();
            return false;
        }
        ((NIOConnection) connection).setMaxAsyncWriteQueueSize(MOST_UNSENT);
        GuardedConnection client = new GuardedConnection(
                connection,
                peer,
                new Watch(settings.deadlines(), nanos),
                new Pace(settings.patience(), nanos),
                calls,
                proofs);
        inside.put(connection, client);
        byPeer.put(peer, client);
        client.standing().holdAs(strangers.enter(peer, Strangers.CONNECTION, settings.patience(), client::close));
        return true;
    }

    /** Null for one that came before there was a guard, or is gone. */
    GuardedConnection find(Connection<?> connection) {
        return inside.get(connection);
    }

    Optional<GuardedConnection> forget(Connection<?> connection) {
        Optional<GuardedConnection> client = Optional.ofNullable(inside.remove(connection));
        client.ifPresent(gone -> {
            byPeer.remove(gone.peer(), gone);
            gone.gone();
        });
        return client;
    }

    /** The line in which a client waits for its handshake. */
    HandshakeTurns.Line line(GuardedConnection client) {
        if (strangers.hasProven(client.source())) {
            return HandshakeTurns.Line.KNOWN;
        }
        return client.turn().hasBegun() ? HandshakeTurns.Line.BEGUN : HandshakeTurns.Line.OTHERS;
    }

    private Optional<GuardedConnection> at(InetSocketAddress peer) {
        return Optional.ofNullable(byPeer.get(peer));
    }

    @Override
    public Duration awaited(InetSocketAddress peer) {
        return at(peer).map(client -> client.unsent().awaited()).orElse(Duration.ZERO);
    }

    @Override
    public void waits(InetSocketAddress peer) {
        at(peer).ifPresent(client -> {
            leave(client);
            client.waits();
        });
    }

    @Override
    public void whenGone(InetSocketAddress peer, Runnable then) {
        at(peer).ifPresent(client -> client.meanwhile().whenGone(then));
    }

    @Override
    public void end(InetSocketAddress peer) {
        at(peer).ifPresent(client -> end(client, "gave_way"));
    }

    /** Its request holds no thread any more. */
    void leave(GuardedConnection client) {
        client.left().ifPresent(Turnstile::leave);
    }

    Turnstiles turnstiles() {
        return turnstiles;
    }

    /** TLS has begun. */
    void shookHands(Connection<?> connection) {
        GuardedConnection client = find(connection);
        if (client != null) {
            client.watch().change(Phase.HANDSHAKE, Phase.IDLE);
        }
    }

    /** Bytes have come, of whatever kind. */
    void came(Connection<?> connection, int bytes) {
        GuardedConnection client = find(connection);
        if (client != null && !client.came(bytes)) {
            end(client, "says_nothing");
        }
    }

    /** The client has taken some of what waited for it. */
    void took(Connection<?> connection, long bytes) {
        GuardedConnection client = find(connection);
        if (client != null) {
            client.unsent().took(bytes);
        }
    }

    /** Ends those whose time is over. Brief. */
    void sweep() {
        threshold.look(inside.size());
        inside.forEach((connection, client) -> {
            client.look();
            if (client.watch().isStalled()) {
                end(client, "stalled");
            } else if (client.isTooSlow()) {
                end(client, "slow");
            } else if (client.watch().isLate()) {
                late(connection, client);
            }
        });
    }

    private void late(Connection<?> connection, GuardedConnection client) {
        Phase phase = client.watch().phase();
        if (phase == Phase.HEAD || phase == Phase.BODY) {
            ended.of("late").increment();
            client.watch().enter(Phase.FAREWELL);
            byte[] word = LastWord.of(client.late());
            connection
                    .getTransport()
                    .getWorkerThreadPool()
                    .execute(() -> connection.write(Buffers.wrap(connection.getMemoryManager(), word)));
        } else if (phase == Phase.FAREWELL) {
            client.close();
        } else {
            end(client, phase == Phase.HANDSHAKE ? "handshake_timeout" : "idle");
        }
    }

    /** It gets its last word for what it sent. */
    void refused(GuardedConnection client, MalformedRequestException why) {
        client.watch().enter(Phase.FAREWELL);
        ended.of(why.status() == 400 ? "malformed" : "refused").increment();
    }

    private void end(GuardedConnection client, String reason) {
        ended.of(reason).increment();
        client.close();
    }
}
