package net.tensamin.omega.quic;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.impl.ServerConnectionProxy;

/**
 * Which connection a datagram is for, by connection id (RFC 9000 §5.2). Keys are strings, which stay fast in a hash map
 * when clients choose ids that collide. Thread-safe.
 */
final class ConnectionTable implements ServerConnectionRegistry {
    private final Map<String, ConnectionLoop> connections = new ConcurrentHashMap<>();

    Optional<ConnectionLoop> find(byte[] connectionId) {
        return Optional.ofNullable(connections.get(key(connectionId)));
    }

    /** How many connection ids are in use. */
    int size() {
        return connections.size();
    }

    void add(ConnectionLoop connection, byte[] connectionId) {
        String key = key(connectionId);
        connections.put(key, connection);
        connection.ids().add(key);
    }

    void remove(ConnectionLoop connection) {
        connection.ids().forEach(id -> connections.remove(id, connection));
    }

    @Override
    public void registerConnection(ServerConnectionProxy connection, byte[] connectionId) {
        add((ConnectionLoop) connection, connectionId);
    }

    @Override
    public void deregisterConnection(ServerConnectionProxy connection, byte[] connectionId) {
        deregisterConnectionId(connectionId);
    }

    @Override
    public void registerAdditionalConnectionId(byte[] currentId, byte[] newId) {
        find(currentId).ifPresent(connection -> add(connection, newId));
    }

    @Override
    public void deregisterConnectionId(byte[] connectionId) {
        String key = key(connectionId);
        ConnectionLoop connection = connections.remove(key);
        if (connection != null) {
            connection.ids().remove(key);
        }
    }

    @Override
    public Stream<ServerConnectionProxy> getAllConnections() {
        return connections.values().stream().distinct().map(ServerConnectionProxy.class::cast);
    }

    static String key(byte[] connectionId) {
        return new String(connectionId, StandardCharsets.ISO_8859_1);
    }
}
