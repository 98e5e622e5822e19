package net.tensamin.omega.presence;

import java.util.Comparator;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.cluster.NodeId;

/**
 * One life of an Omikron's link to one node; a later link of the same Omikron has a greater epoch, on whichever node, and
 * reports of an older epoch are refused.
 */
public record LinkEpoch(OmikronId omikron, long epoch, NodeId node) {
    /** Of two of the same Omikron; one order everywhere also for those that two nodes opened at the same time. */
    boolean isBefore(LinkEpoch other) {
        return Comparator.comparingLong(LinkEpoch::epoch)
                        .thenComparing(link -> link.node().value())
                        .compare(this, other)
                < 0;
    }
}
