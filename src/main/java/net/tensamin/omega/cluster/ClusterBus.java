package net.tensamin.omega.cluster;

import java.util.Set;
import java.util.function.Supplier;
import net.tensamin.omega.account.UserId;

/**
 * The way to the other nodes. No call waits for another node. A message may be lost, be repeated, or overtake another:
 * whoever sends one needs its own way to find that out. Listeners are called one at a time, on a container's thread,
 * and must not block. Thread-safe.
 */
public interface ClusterBus {
    NodeId self();

    /** Whether there can be no other node. */
    boolean alone();

    /** The nodes heard from lately, except this one. */
    Set<NodeId> others();

    void send(NodeId to, Subject subject, byte[] content);

    /** To all others. */
    void sendAll(Subject subject, byte[] content);

    /** To be called once for each subject. */
    void listen(Subject subject, Messages messages);

    void listen(Nodes nodes);

    /** Whether this node has sessions of the user; the other nodes get to know soon. */
    void hosts(UserId user, boolean here);

    /**
     * To the other nodes that have sessions of the user, as far as is known here.
     *
     * @param content is asked for where there are some, later and on another thread
     */
    void sendToHosts(UserId user, Subject subject, Supplier<byte[]> content);

    interface Messages {
        void from(NodeId sender, byte[] content);
    }

    /** Told of other nodes' coming and going. */
    interface Nodes {
        /** It is there, for the first time or again after it seemed gone; it may have missed anything. */
        void arrived(NodeId node);

        /** It has left, or nothing was heard of it for {@code omega.cluster.lease}. */
        void gone(NodeId node);

        /** Comes several times in each lease. */
        void beat();
    }
}
