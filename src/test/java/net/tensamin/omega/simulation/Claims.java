package net.tensamin.omega.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.tensamin.omega.simulation.store.Row;

/** A cursor has one owner (decisions/several-nodes-are-one.md): once a device is claimed, no node moves it that has only had an earlier session of the device. */
final class Claims {
    private final World world;
    private final Map<SimulatedDevice, Set<World.Actor>> had = new HashMap<>();
    private final Map<SimulatedDevice, Set<World.Actor>> over = new HashMap<>();
    private boolean known = true;

    Claims(World world) {
        this.world = world;
    }

    /** The node has a session of the device now. */
    void identified(SimulatedDevice device, World.Actor node) {
        had.computeIfAbsent(device, first -> new HashSet<>()).add(node);
        over.computeIfAbsent(device, first -> new HashSet<>()).remove(node);
    }

    /** Numbers of claims that are lost are given out once more. */
    void setBack() {
        known = false;
    }

    /** @param before null for a device that is new */
    void committed(SimulatedDevice device, Row before, Row after, World.Actor node) {
        if (after.number("claim") > (before == null ? 0 : before.number("claim"))) {
            claimed(device, node);
        } else if (known
                && before != null
                && after.number("cursor_revision") > before.number("cursor_revision")
                && over.getOrDefault(device, Set.of()).contains(node)) {
            world.journal()
                    .fail(node + " moves the cursor of " + device + ", which another node has claimed since, to "
                            + after.number("cursor_revision"));
        }
    }

    /** One that comes so late that the device has gone on to another node ends nothing there. */
    private void claimed(SimulatedDevice device, World.Actor node) {
        Set<World.Actor> ended = new HashSet<>(had.getOrDefault(device, Set.of()));
        ended.remove(node);
        device.server().ifPresent(ended::remove);
        over.put(device, ended);
    }
}
