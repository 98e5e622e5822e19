package net.tensamin.omega.simulation;

import java.time.Duration;
import java.util.List;

/**
 * How much there is in a history, and for how long it goes on. Most of what there is to find is found in small ones, of which there are many for the
 * cost of a large one; what takes many to meet, or long, is left for the few large ones.
 */
enum Size {
    SMALL(16, new Most(3, 2, 3, 2, 24, Duration.ofSeconds(15), Duration.ofSeconds(10))),
    MIDDLE(3, new Most(4, 2, 4, 3, 50, Duration.ofSeconds(50), Duration.ofSeconds(25))),
    LARGE(1, new Most(5, 3, 6, 3, 99, Duration.ofSeconds(120), Duration.ofSeconds(40)));

    private static final List<Size> WEIGHED = Action.weighed(values(), size -> size.weight);

    private final int weight;
    private final Most most;

    /**
     * Of everything at least a part of that.
     *
     * @param devices of each user
     * @param span in which the actions begin
     * @param lasts of one action that passes
     */
    record Most(int nodes, int omikrons, int users, int devices, int actions, Duration span, Duration lasts) {}

    Size(int weight, Most most) {
        this.weight = weight;
        this.most = most;
    }

    static Size of(long seed) {
        return Dice.of(seed, "size").of(WEIGHED);
    }

    Most most() {
        return most;
    }
}
