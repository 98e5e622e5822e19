package net.tensamin.omega.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.cluster.NodeId;

/** Which links are open on which nodes, and how far the epochs of each Omikron have come. For one thread at a time. */
final class OpenLinks {
    private final NodeId self;
    private final Map<OmikronId, LinkEpoch> open = new HashMap<>();
    private final Map<OmikronId, LinkEpoch> latest = new HashMap<>();

    OpenLinks(NodeId self) {
        this.self = self;
    }

    /**
     * The epoch of a link that is about to open on this node.
     *
     * @param least which it is to have at least, for Omikrons whose latest epoch this node has not heard of
     */
    LinkEpoch next(OmikronId omikron, long least) {
        long last = latest(omikron).map(LinkEpoch::epoch).orElse(0L);
        return new LinkEpoch(omikron, Math.max(last + 1, least), self);
    }

    /** @return the link that it replaces */
    Optional<LinkEpoch> open(LinkEpoch link) {
        heardOf(link);
        return Optional.ofNullable(open.put(link.omikron(), link));
    }

    void close(LinkEpoch link) {
        open.remove(link.omikron());
    }

    /** The Omikron has had a link of this epoch, open or not. */
    void heardOf(LinkEpoch link) {
        latest.put(link.omikron(), link);
    }

    boolean isOpen(LinkEpoch link) {
        return link.equals(open.get(link.omikron()));
    }

    /** Whether opening the link changes nothing: it is open, or there was a later one. */
    boolean isStale(LinkEpoch link) {
        return isOpen(link) || latest(link.omikron()).filter(link::isBefore).isPresent();
    }

    /** Whether the Omikron has its link to this node. */
    boolean isOwn(OmikronId omikron) {
        return of(omikron).filter(this::isOwn).isPresent();
    }

    /** Whether the link is, or was, one to this node. */
    boolean isOwn(LinkEpoch link) {
        return link.node().equals(self);
    }

    /** The Omikron's open link. */
    Optional<LinkEpoch> of(OmikronId omikron) {
        return Optional.ofNullable(open.get(omikron));
    }

    /** The Omikron's latest link that this node has heard of, open or not. */
    Optional<LinkEpoch> latest(OmikronId omikron) {
        return Optional.ofNullable(latest.get(omikron));
    }

    /** Those with an open link, to any node. */
    List<OmikronId> omikrons() {
        return List.copyOf(open.keySet());
    }

    /** The open links to this node. */
    List<LinkEpoch> own() {
        return on(self);
    }

    /** The open links to a node. */
    List<LinkEpoch> on(NodeId node) {
        return open.values().stream().filter(link -> link.node().equals(node)).toList();
    }
}
