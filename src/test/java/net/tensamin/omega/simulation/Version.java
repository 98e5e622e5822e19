package net.tensamin.omega.simulation;

import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.OtherVersion;

/** Which version a node is of, which matters on the bus only: while nodes are replaced one after the other, there are several. */
enum Version {
    BEFORE,
    THIS,
    NEXT;

    private static final int HISTORIES_WITH_SEVERAL = 4;

    /** That of a life of a node: where there are several, each life may be of another one. */
    static Version of(long seed, String node) {
        if (!Dice.of(seed, "versions").oneIn(HISTORIES_WITH_SEVERAL)) {
            return THIS;
        }
        return values()[Dice.of(seed, node + " version").below(values().length)];
    }

    ClusterBus bus(ClusterBus bus) {
        return this == BEFORE ? OtherVersion.before(bus) : bus;
    }
}
