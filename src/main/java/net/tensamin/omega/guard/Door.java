package net.tensamin.omega.guard;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import net.tensamin.omega.guard.Watch.Phase;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.NIOConnection;

/** Lets clients of HTTPS in, and decides which have to go. Thread-safe. */
final class Door {
    /** What a client may leave unread before nothing more is read from it. */
    private static final int MOST_UNSENT = 256 * 1024;

    private final GuardSettings settings;
    private final Strangers strangers;
    private final Calls calls;
    private final Callers callers;
    private final LongSupplier nanos;
    private final RateTable handshakes;
    private final Breaches flooding;
    private final Breaches full;
    private final Counters ended;
    private final Map<Connection<?>, GuardedConnection> inside = new ConcurrentHashMap<>();
    private volatile boolean filesAreShort;

    Door(GuardSettings settings, Strangers strangers, Calls calls, Callers callers, Meters meters) {
        this.settings = settings;
        this.strangers = strangers;
        this.calls = calls;
        this.callers = callers;
        this.nanos = System::nanoTime;
        this.handshakes = new RateTable(settings.handshakesPerSource(), nanos);
        Counters refused = meters.counters(
                "omega_https_turned_away_total", "reason", "TCP connections of HTTPS that were closed as they came");
        this.flooding = new Breaches(
                GuardSettings.HANDSHAKES_PER_SOURCE, "it gets no answer", refused.of("source_rate"), nanos);
        this.full = new Breaches(GuardSettings.CONNECTIONS, "it gets no answer", refused.of("connections"), nanos);
        this.ended = meters.counters(
                "omega_https_ended_total",
                "reason",
                "Connections of HTTPS ended for what their client did, or did not do");
        meters.gauge("omega_https_connections", "TCP connections of HTTPS and WSS", inside::size);
    }

    /** @return whether it may stay */
    boolean admit(Connection<?> connection) {
        InetSocketAddress peer = (InetSocketAddress) connection.getPeerAddress();
        Breaches refusal = refusal(Source.of(peer.getAddress()));
        if (refusal != null) {
            refusal.by(Source.of(peer.getAddress()));
            connection.terminateSilently();
            return false;
        }
        ((NIOConnection) connection).setMaxAsyncWriteQueueSize(MOST_UNSENT);
        Watch watch = new Watch(settings.deadlines(), nanos);
        GuardedConnection client = new GuardedConnection(connection, watch, calls, callers);
        inside.put(connection, client);
        client.holdAs(strangers.enter(peer, Strangers.CONNECTION, settings.patience(), client::close));
        return true;
    }

    /** Null for none. */
    private Breaches refusal(Source source) {
        if (handshakes.take(source) > 0) {
            return flooding;
        }
        boolean isFull = inside.size() >= settings.connections() || filesAreShort;
        return isFull && !strangers.yieldOne() ? full : null;
    }

    /** Null for one that came before there was a guard, or is gone. */
    GuardedConnection find(Connection<?> connection) {
        return inside.get(connection);
    }

    Optional<GuardedConnection> forget(Connection<?> connection) {
        Optional<GuardedConnection> client = Optional.ofNullable(inside.remove(connection));
        client.ifPresent(GuardedConnection::gone);
        return client;
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
    void took(Connection<?> connection) {
        GuardedConnection client = find(connection);
        if (client != null) {
            client.watch().wrote();
        }
    }

    /** Ends those whose time is over. Brief. */
    void sweep() {
        filesAreShort = areFilesShort();
        inside.forEach((connection, client) -> {
            if (client.unsent() == 0) {
                client.watch().wrote();
            }
            if (client.watch().isStalled()) {
                end(client, "stalled");
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

    private static boolean areFilesShort() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getOpenFileDescriptorCount() * 5 >= system.getMaxFileDescriptorCount() * 4;
    }
}
