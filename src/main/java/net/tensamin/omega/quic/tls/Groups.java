package net.tensamin.omega.quic.tls;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * The groups this server takes.
 *
 * @param order the preferred one first
 * @param retryForHybrid whether a client that supports the hybrid and sent no share for it is asked for one, at the price of a
 *     round trip
 */
public record Groups(List<Group> order, boolean retryForHybrid) {
    /** All there are, and no round trip where a share fits. */
    public static final Groups ALL = new Groups(List.of(Group.values()), false);

    public Groups {
        order = List.copyOf(order);
        if (order.isEmpty() || EnumSet.copyOf(order).size() < order.size()) {
            throw new IllegalArgumentException("groups must be some, each once: " + order);
        }
    }

    /**
     * Of names such as {@code P-256}.
     *
     * @throws IllegalArgumentException if there is one that is unknown or appears twice, or none
     */
    public static Groups of(List<String> labels, boolean retryForHybrid) {
        List<Group> order = labels.stream()
                .map(label -> Group.labelled(label)
                        .orElseThrow(() -> new IllegalArgumentException("there is no group " + label)))
                .toList();
        return new Groups(order, retryForHybrid);
    }

    /**
     * The one to agree on; if the client has no share for it, it has to be asked for one (RFC 8446 §4.1.1, §4.1.4).
     *
     * @param offered by their numbers, what the client supports
     * @param shares those that the client sent, by the group's number
     */
    Group choose(List<Integer> offered, Map<Integer, byte[]> shares) throws HandshakeAlert {
        List<Group> common =
                order.stream().filter(group -> offered.contains(group.wire())).toList();
        if (common.isEmpty()) {
            throw HandshakeAlert.handshakeFailure("no common group");
        }
        return common.stream()
                .filter(group -> shares.containsKey(group.wire()) || retryForHybrid && group.isHybrid())
                .findFirst()
                .orElse(common.get(0));
    }
}
