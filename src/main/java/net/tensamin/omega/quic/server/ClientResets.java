package net.tensamin.omega.quic.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.tensamin.omega.quic.admission.Datagram;

/**
 * Recognises the stateless resets of clients (RFC 9000 §10.3.1): a client that has lost its connection says so by a datagram that ends
 * with a token it gave before. The first id of a client has none, so only connections that were answered by another have an entry here.
 * Thread-safe.
 */
final class ClientResets {
    private static final int TOKEN_BYTES = 16;

    private final UnaryOperator<byte[]> transformed;
    private final Map<String, ConnectionLoop> connections = new ConcurrentHashMap<>();
    private final Map<ConnectionLoop, Set<String>> tokens = new ConcurrentHashMap<>();

    /** @param transformed a function with a key: a token is compared by what it gives, so that how long that takes tells nothing (§10.3.1) */
    ClientResets(UnaryOperator<byte[]> transformed) {
        this.transformed = transformed;
    }

    /** The tokens of all ids by which the client of a connection is addressed now; 16 bytes each. */
    void know(ConnectionLoop connection, List<byte[]> now) {
        forget(connection);
        if (!now.isEmpty()) {
            Set<String> keys = now.stream().map(this::key).collect(Collectors.toSet());
            keys.forEach(key -> connections.put(key, connection));
            tokens.put(connection, keys);
        }
    }

    /** The connection is no more. */
    void forget(ConnectionLoop connection) {
        Optional.ofNullable(tokens.remove(connection))
                .ifPresent(keys -> keys.forEach(key -> connections.remove(key, connection)));
    }

    /** @return whether the datagram is a reset; then its connection ends, if it came from where its client is */
    boolean take(Datagram datagram) {
        int at = datagram.bytes().limit() - TOKEN_BYTES;
        if (connections.isEmpty() || at < 1) {
            return false;
        }
        byte[] token = new byte[TOKEN_BYTES];
        datagram.bytes().get(at, token);
        ConnectionLoop connection = connections.get(key(token));
        if (connection == null) {
            return false;
        }
        connection.turn().execute(() -> connection.connection().resetBy(datagram.from()));
        return true;
    }

    private String key(byte[] token) {
        return Datagram.key(transformed.apply(token));
    }
}
