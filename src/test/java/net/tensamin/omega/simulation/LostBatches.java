package net.tensamin.omega.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.simulation.store.Row;

/** What batchers had committed before the database was set back: each says so before it commits anything more. */
final class LostBatches {
    private final World world;
    private final Fleet fleet;
    private final Map<String, Mark> marks = new HashMap<>();
    private final Map<String, Loss> lost = new HashMap<>();

    /** @param former the one before: at least of that a batcher knows that it was committed */
    private record Mark(long former, long last) {}

    private record Loss(long last, long nanos) {}

    LostBatches(World world, Fleet fleet) {
        this.world = world;
        this.fleet = fleet;
    }

    /** A mark that is gone, as if it had not been used for long, proves nothing. */
    void setBack(List<Row> restored) {
        for (Row row : restored) {
            String batcher = (String) row.get("batcher");
            Mark known = marks.get(batcher);
            if (known != null && known.former() > row.number("last_batch")) {
                lost.put(batcher, new Loss(known.last(), world.now()));
            }
        }
        marks.keySet().retainAll(lost.keySet());
    }

    /** A row has changed in the database. */
    void committed(Row before, Row after) {
        if (after == null || !after.columns().containsKey("last_batch")) {
            return;
        }
        String batcher = (String) after.get("batcher");
        long batch = after.number("last_batch");
        Mark known = marks.get(batcher);
        if (known == null || known.last() != batch) { // one that falls is what the batcher itself knows
            marks.put(batcher, new Mark(known == null ? 0 : Math.min(known.last(), batch), batch));
        }
        Loss loss = lost.get(batcher);
        if (loss != null && batch > loss.last()) {
            lost.remove(batcher);
            node(batcher).filter(node -> node.knewOfSetBack() < loss.nanos()).ifPresent(node -> world.journal()
                    .fail(node.name() + " commits to a database that has lost what it committed, and says nothing"));
        }
    }

    private Optional<SimulatedNode> node(String batcher) {
        return fleet.all().stream()
                .filter(node -> node.batcher().equals(batcher))
                .findFirst();
    }
}
