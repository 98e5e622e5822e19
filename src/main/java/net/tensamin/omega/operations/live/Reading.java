package net.tensamin.omega.operations.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.mailbox.PendingTotals;
import net.tensamin.omega.omikron.LinkView;
import net.tensamin.omega.operations.NodeStatus;
import net.tensamin.omega.tauri.SessionView;

/**
 * This server at one moment, the same for all viewers.
 *
 * @param samples what {@code /metrics} says, by name and label
 * @param pending empty while that is not known
 * @param nodes of the cluster, this one too
 * @param sessions all there are, in no order
 */
record Reading(
        Instant at,
        Map<String, Double> samples,
        List<Link> links,
        Optional<PendingTotals> pending,
        List<Node> nodes,
        List<SessionView> sessions) {

    /** @param iotas how many its Omikron has reported */
    record Link(LinkView view, int iotas) {}

    /** @param status empty until it has said something of itself */
    record Node(String name, boolean self, Optional<NodeStatus> status) {}
}
