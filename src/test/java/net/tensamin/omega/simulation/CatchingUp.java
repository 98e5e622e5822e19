package net.tensamin.omega.simulation;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Sessions that miss something although all is well: none does for long. */
final class CatchingUp {
    private static final long LONGEST = 1_800 * World.MILLI;

    private final World world;
    private final Fleet fleet;
    private final List<SimulatedDevice> devices;
    private Map<Object, Long> since = new IdentityHashMap<>();

    CatchingUp(World world, Fleet fleet, List<SimulatedDevice> devices) {
        this.world = world;
        this.fleet = fleet;
        this.devices = devices;
    }

    /** To be called again and again. */
    void look() {
        Map<Object, Long> still = new IdentityHashMap<>();
        for (SimulatedDevice device : devices) {
            for (SimulatedNode node : fleet.all()) {
                node.sessions().catchingUp(device.id()).ifPresent(session -> {
                    still.put(session, since.getOrDefault(session, world.now()));
                    if (world.now() - still.get(session) > LONGEST) {
                        world.journal().fail("the session of " + device + " does not catch up");
                    }
                });
            }
        }
        since = still;
    }
}
