package net.tensamin.omega.cluster;

import java.util.Set;
import java.util.function.Supplier;
import net.tensamin.omega.account.UserId;

/** A node that is alone. */
public final class LocalBus implements ClusterBus {
    private final NodeId self = NodeId.random();

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public boolean alone() {
        return true;
    }

    @Override
    public Set<NodeId> others() {
        return Set.of();
    }

    @Override
    public void send(NodeId to, Subject subject, byte[] content) {
        // nobody is there
    }

    @Override
    public void sendAll(Subject subject, byte[] content) {
        // nobody is there
    }

    @Override
    public void listen(Subject subject, Messages messages) {
        // nobody says anything
    }

    @Override
    public void listen(Nodes nodes) {
        // nobody comes
    }

    @Override
    public void hosts(UserId user, boolean here) {
        // nobody asks
    }

    @Override
    public void sendToHosts(UserId user, Subject subject, Supplier<byte[]> content) {
        // nobody is there
    }
}
