package net.tensamin.omega.simulation;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.cluster.SimulatedGrid;

/** The servers, each of which lives several times. */
final class Fleet {
    private final World world;
    private final long seed;
    private final DatabaseServer database;
    private final KeyPair key;
    private final boolean sealed;
    private final boolean polled;
    private final Bus bus;
    private final SimulatedGrid grid;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Integer> lives = new ArrayList<>();

    Fleet(World world, long seed, int count, DatabaseServer database, KeyPair key, boolean polled) {
        this.world = world;
        this.seed = seed;
        this.database = database;
        this.key = key;
        this.polled = polled;
        this.sealed = Dice.of(seed, "sealed").oneIn(4);
        this.bus = new Bus(world, seed);
        this.grid = new SimulatedGrid(bus);
        bus.over(grid);
        for (int i = 0; i < count; i++) {
            lives.add(0);
            nodes.add(born(i));
        }
    }

    private SimulatedNode born(int place) {
        lives.set(place, lives.get(place) + 1);
        String name = "node " + (char) ('a' + place) + lives.get(place);
        World.Actor actor = new World.Actor(name);
        bus.hears(name, actor);
        return new SimulatedNode(world, actor, seed, database, grid, key, sealed, polled);
    }

    SimulatedGrid grid() {
        return grid;
    }

    Bus bus() {
        return bus;
    }

    SimulatedNode at(int place) {
        return nodes.get(place % nodes.size());
    }

    /** Whichever a load balancer gives, which may not know yet that it is gone. */
    SimulatedNode any(Dice dice) {
        return dice.of(nodes);
    }

    /** Starts another life where the last one has ended. */
    Optional<SimulatedNode> restart(int place) {
        int at = place % nodes.size();
        if (!nodes.get(at).actor().isDead()) {
            return Optional.empty();
        }
        nodes.set(at, born(at));
        return Optional.of(nodes.get(at));
    }

    List<SimulatedNode> all() {
        return nodes;
    }
}
