package net.tensamin.omega.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.tensamin.omega.cluster.SimulatedGrid;

/** The network between nodes: what one sends to another may come late, in another order, twice or not at all, and some may not reach each other. */
final class Bus implements SimulatedGrid.Network {
    private static final long NOTICED_AFTER = 4 * World.SECOND;

    private final World world;
    private final long seed;
    private final Map<String, World.Actor> nodes = new HashMap<>();
    private final Map<String, Dice> dice = new HashMap<>();
    private final Map<String, Wire> sure = new HashMap<>();
    private final Set<String> parted = new HashSet<>();
    private SimulatedGrid grid;
    private int badPercent;

    Bus(World world, long seed) {
        this.world = world;
        this.seed = seed;
    }

    void over(SimulatedGrid made) {
        grid = made;
    }

    void hears(String name, World.Actor actor) {
        nodes.put(name, actor);
    }

    /** So much of what is sent is lost, as much comes twice, and as much late. */
    void worsen(int percent) {
        badPercent = percent;
    }

    boolean isBad() {
        return badPercent > 0;
    }

    boolean isParted() {
        return !parted.isEmpty();
    }

    private static String pair(String one, String other) {
        return one.compareTo(other) < 0 ? one + "|" + other : other + "|" + one;
    }

    void part(String one, String other) {
        if (!one.equals(other) && parted.add(pair(one, other))) {
            world.in(NOTICED_AFTER, nodes.get(one), () -> {
                if (parted.contains(pair(one, other))) {
                    grid.part(one, other);
                }
            });
        }
    }

    void meet(String one, String other) {
        if (parted.remove(pair(one, other))) {
            grid.meet(one, other);
        }
    }

    @Override
    public void send(String from, String to, Runnable arrival) {
        Dice way = dice.computeIfAbsent(from + ">" + to, name -> Dice.of(seed, name));
        if (parted.contains(pair(from, to)) || way.percent(badPercent)) {
            return;
        }
        arrive(to, way, arrival);
        if (way.percent(badPercent)) {
            arrive(to, way, arrival);
        }
    }

    @Override
    public void sendSurely(String from, String to, Runnable arrival) {
        World.Actor receiver = nodes.get(to);
        if (receiver != null) {
            sure.computeIfAbsent(
                            from + ">>" + to,
                            name -> new Wire(
                                    world, Dice.of(seed, name), receiver, () -> !parted.contains(pair(from, to))))
                    .send(arrival);
        }
    }

    private void arrive(String to, Dice way, Runnable arrival) {
        long usual = way.between(200_000, 3 * World.MILLI);
        long delay = way.percent(badPercent) ? usual * way.between(1, 500) : usual;
        World.Actor receiver = nodes.get(to);
        if (receiver != null) {
            world.in(delay, receiver, arrival);
        }
    }
}
