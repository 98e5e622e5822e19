package net.tensamin.omega.quic.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.tensamin.omega.quic.admission.Connections;
import net.tensamin.omega.quic.admission.Datagram;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.impl.ServerConnectionProxy;

/**
 * Which connection a datagram is for, by connection id (RFC 9000 §5.2). Keys are strings, which stay fast in a hash map
 * when clients choose ids that collide. Thread-safe.
 */
public final class ConnectionTable implements ServerConnectionRegistry, Connections {
    private final Map<String, ConnectionLoop> connections = new ConcurrentHashMap<>();

    @Override
    public Optional<ConnectionLoop> find(byte[] connectionId) {
        return Optional.ofNullable(connections.get(Datagram.key(connectionId)));
    }

    /** How many connection ids are in use. */
    int size() {
        return connections.size();
    }

    void add(ConnectionLoop connection, byte[] connectionId) {
        String key = Datagram.key(connectionId);
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
        String key = Datagram.key(connectionId);
        ConnectionLoop connection = connections.remove(key);
        if (connection != null) {
            connection.ids().remove(key);
        }
    }

    @Override
    public Stream<ServerConnectionProxy> getAllConnections() {
        return connections.values().stream().distinct().map(ServerConnectionProxy.class::cast);
    }
}
