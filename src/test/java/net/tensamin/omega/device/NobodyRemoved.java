package net.tensamin.omega.device;

import java.util.List;
import net.tensamin.omega.account.Removal;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserRemoval;
import net.tensamin.omega.cluster.LocalBus;

/** A database without removed users. */
final class NobodyRemoved extends UserRemoval {
    static RemovalWatch watch() {
        return new RemovalWatch(new NobodyRemoved(), new RemovedUsers(), told -> {}, new LocalBus());
    }

    @Override
    public List<Removal> from(long number, int most) {
        return List.of();
    }
}
