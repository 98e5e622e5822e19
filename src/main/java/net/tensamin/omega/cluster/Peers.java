package net.tensamin.omega.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.tensamin.omega.concurrent.Snapshot;

/** Which other nodes there are, by when they were last heard of. Only {@link #nodes} may be asked by any thread. */
final class Peers {
    private final long leaseNanos;
    private final Map<NodeId, Peer> peers = new HashMap<>();
    private volatile Set<NodeId> nodes = Set.of();
    private long lookedNanos;

    /** @param member what the grid knows the node by, another one after a split has healed */
    private record Peer(UUID member, long heardNanos) {}

    Peers(Duration lease, long nanos) {
        this.leaseNanos = lease.toNanos();
        this.lookedNanos = nanos;
    }

    Set<NodeId> nodes() {
        return nodes;
    }

    /** Returns whether it is new. */
    boolean heard(NodeId node, UUID member, long nanos) {
        boolean arrived = peers.put(node, new Peer(member, nanos)) == null;
        publish();
        return arrived;
    }

    /** The grid lost a member; returns the nodes that are gone with it. */
    List<NodeId> left(UUID member) {
        List<NodeId> gone = peers.entrySet().stream()
                .filter(peer -> peer.getValue().member().equals(member))
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(peers::remove);
        publish();
        return gone;
    }

    /**
     * Returns the nodes whose lease has ended. If this node has not looked for half a lease, it was paused, and gives
     * the others a new lease: what they said meanwhile is still to be read.
     */
    List<NodeId> expired(long nanos) {
        boolean paused = nanos - lookedNanos > leaseNanos / 2;
        lookedNanos = nanos;
        if (paused) {
            peers.replaceAll((node, peer) -> new Peer(peer.member(), nanos));
        }
        List<NodeId> gone = peers.entrySet().stream()
                .filter(peer -> nanos - peer.getValue().heardNanos() > leaseNanos)
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(peers::remove);
        publish();
        return gone;
    }

    private void publish() {
        if (!nodes.equals(peers.keySet())) {
            nodes = Snapshot.of(peers.keySet());
        }
    }
}
