package net.tensamin.omega.simulation;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Sessions that miss something although all is well, and whose clients take what they are sent: none does for long. */
final class CatchingUp {
    private static final long LONGEST = 1_800 * World.MILLI;

    /** What could not be read, or met a lock, is read again then. */
    private static final long AGAIN = 5 * World.SECOND;

    private final World world;
    private final Fleet fleet;
    private final List<SimulatedDevice> devices;
    private final Truth truth;
    private final long excused;
    private Map<Object, Long> since = new IdentityHashMap<>();

    /** @param hiccup for how long from now on the database is not well */
    CatchingUp(World world, Fleet fleet, List<SimulatedDevice> devices, Truth truth, Duration hiccup) {
        this.world = world;
        this.fleet = fleet;
        this.devices = devices;
        this.truth = truth;
        this.excused = hiccup.isZero() ? 0 : world.now() + hiccup.toNanos() + AGAIN;
    }

    /** To be called again and again. */
    void look() {
        Map<Object, Long> still = new IdentityHashMap<>();
        for (SimulatedDevice device : devices) {
            if (!device.isWaitedFor()) {
                look(device, still);
            }
        }
        since = still;
    }

    private void look(SimulatedDevice device, Map<Object, Long> still) {
        for (SimulatedNode node : fleet.all()) {
            if (!device.isIdentifiedTo(
                    node)) { // a session that its client has left waits in vain, and may claim nothing
                continue;
            }
            node.sessions().behind(device.id(), truth.revision(device.user())).ifPresent(session -> {
                still.put(session, since.getOrDefault(session, Math.max(excused, world.now())));
                long due = Math.max(still.get(session), node.database().lockRefused() + AGAIN);
                if (world.now() - due > LONGEST) {
                    world.journal().fail("the session of " + device + " does not catch up");
                }
            });
        }
    }
}
