package net.tensamin.omega.quic.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.tls.ResetToken;

/**
 * Recognises the stateless resets of clients (RFC 9000 §10.3.1): a client that has lost its connection says so by a datagram that ends
 * with a token it gave before, whatever its header looks like (§10.3). The first id of a client has none, so only connections that were
 * answered by another have an entry here; what comes from anywhere else costs the search for its address. Thread-safe.
 */
final class ClientResets {
    private static final int TOKEN_BYTES = 16;
    private static final int SHORTEST = 1 + 4 + TOKEN_BYTES; // §10.3: what is smaller is no packet

    private final UnaryOperator<byte[]> transformed;
    private final Map<InetSocketAddress, Map<String, ConnectionLoop>> connections = new ConcurrentHashMap<>();
    private final Map<ConnectionLoop, Set<Known>> tokens = new ConcurrentHashMap<>();

    /** @param transformed a function with a key: a token is compared by what it gives, so that how long that takes tells nothing (§10.3.1) */
    ClientResets(UnaryOperator<byte[]> transformed) {
        this.transformed = transformed;
    }

    /** @param key of the token */
    private record Known(InetSocketAddress peer, String key) {}

    /** The tokens of all ids by which the client of a connection is addressed now. What stays is known all the time. */
    void know(ConnectionLoop connection, List<ResetToken> now) {
        Set<Known> known = now.stream()
                .map(each -> new Known(each.peer(), key(each.token())))
                .collect(Collectors.toSet());
        known.forEach(each -> add(each, connection));
        Set<Known> before = known.isEmpty() ? tokens.remove(connection) : tokens.put(connection, known);
        if (before != null) {
            before.stream().filter(each -> !known.contains(each)).forEach(each -> remove(each, connection));
        }
    }

    private void add(Known token, ConnectionLoop connection) {
        connections.compute(token.peer(), (peer, others) -> {
            Map<String, ConnectionLoop> all = others == null ? new ConcurrentHashMap<>(2) : others;
            all.put(token.key(), connection);
            return all;
        });
    }

    private void remove(Known token, ConnectionLoop connection) {
        connections.computeIfPresent(token.peer(), (peer, all) -> {
            all.remove(token.key(), connection);
            return all.isEmpty() ? null : all;
        });
    }

    /** The connection is no more. */
    void forget(ConnectionLoop connection) {
        know(connection, List.of());
    }

    /**
     * To be asked about each datagram that is of no connection, or that its connection cannot decrypt.
     *
     * @return whether it is a reset; then its connection ends
     */
    boolean take(ByteBuffer datagram, InetSocketAddress from) {
        if (connections.isEmpty() || datagram.limit() < SHORTEST) {
            return false;
        }
        Map<String, ConnectionLoop> there = connections.get(from);
        if (there == null) {
            return false;
        }
        byte[] token = new byte[TOKEN_BYTES];
        datagram.get(datagram.limit() - TOKEN_BYTES, token);
        ConnectionLoop connection = there.get(key(token));
        if (connection == null) {
            return false;
        }
        connection.turn().execute(connection.connection()::reset);
        return true;
    }

    private String key(byte[] token) {
        return Datagram.key(transformed.apply(token));
    }
}
