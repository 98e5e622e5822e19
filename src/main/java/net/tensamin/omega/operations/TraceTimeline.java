package net.tensamin.omega.operations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.trace.TraceEvent;

/**
 * The events of several nodes as one list. Their clocks differ by more than a push takes: what came of a revision stands behind its
 * commit, whatever the times say, and each node's events stay in their order.
 */
final class TraceTimeline {
    private final Map<Long, Long> commits = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /** One event and the node that saw it. */
    record Entry(String node, TraceEvent event, long place) {}

    private TraceTimeline(List<NodeTrace> nodes) {
        nodes.forEach(this::commits);
        nodes.forEach(this::entries);
    }

    /** The oldest first. */
    static List<Entry> of(List<NodeTrace> nodes) {
        TraceTimeline timeline = new TraceTimeline(nodes);
        timeline.entries.sort(Comparator.comparingLong(Entry::place));
        return timeline.entries;
    }

    private void commits(NodeTrace node) {
        node.events().stream()
                .filter(TraceTimeline::isCommit)
                .forEach(event -> commits.merge(event.revision(), event.atMillis(), Math::max));
    }

    private void entries(NodeTrace node) {
        long place = 0;
        for (TraceEvent event : node.events()) {
            place = Math.max(place, place(event));
            entries.add(new Entry(node.node(), event, place));
        }
    }

    /** Twice the time, so that there is a place right behind each. */
    private long place(TraceEvent event) {
        Long commit = isCommit(event) ? null : commits.get(event.revision());
        long own = 2 * event.atMillis();
        return commit == null ? own : Math.max(own, 2 * commit + 1);
    }

    private static boolean isCommit(TraceEvent event) {
        return event.kind() == TraceEvent.Kind.PENDING || event.kind() == TraceEvent.Kind.CLEARED;
    }
}
