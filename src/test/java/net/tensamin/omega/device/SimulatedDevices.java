package net.tensamin.omega.device;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;
import net.tensamin.omega.account.UserRemoval;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.simulation.DatabaseLink;
import net.tensamin.omega.threads.Timers;

/** The devices of a simulated node, who is revoked and who is removed. */
public final class SimulatedDevices {
    private final Devices devices;
    private final RemovalWatch removals;
    private final Revocations revocations;
    private final Clock clock;

    /** Told of what the node learns. */
    public interface Listener {
        void revoked(DeviceRevoked device);

        void removed(UserRemoved user);
    }

    public SimulatedDevices(
            DatabaseLink database,
            UserRemoval stored,
            RemovedUsers removed,
            Listener listener,
            ClusterBus bus,
            Clock clock,
            LongSupplier nanos,
            Executor threads,
            Timers timers) {
        this.clock = clock;
        devices = new Stored(database);
        removals = new RemovalWatch(stored, removed, (Consumer<UserRemoved>) listener::removed, bus);
        revocations = new Revocations(
                devices,
                removals,
                removed,
                listener::revoked,
                bus,
                new RevocationSettings(Duration.ofMillis(400), Duration.ofSeconds(30)),
                nanos,
                threads,
                timers);
        database.monitor(removals);
        database.monitor(revocations);
    }

    public Devices devices() {
        return devices;
    }

    public Revocations revocations() {
        return revocations;
    }

    /** After the commit of a removal on this node. */
    public void left(UserLeaves user) {
        removals.removed(user);
    }

    public void revoke(UserId user, DeviceId device) {
        devices.revoke(user, device, clock.instant());
    }

    /** As a handshake asks. */
    public boolean refuses(X509Certificate certificate) {
        return revocations.revoked(certificate);
    }

    /** {@link Devices} as the container runs them: each call is a transaction. */
    private static final class Stored extends Devices {
        private final DatabaseLink database;

        private Stored(DatabaseLink database) {
            this.database = database;
        }

        private <T> T call(Function<Devices, T> work) {
            return database.call(entities -> work.apply(RegistryOf.entities(entities)));
        }

        @Override
        public Opening opening(UserId user, DeviceId device) {
            return call(devices -> devices.opening(user, device));
        }

        @Override
        public Opening claim(UserId user, DeviceId device, long proven) {
            return call(devices -> devices.claim(user, device, proven));
        }

        @Override
        public WrittenCursors advance(Collection<DeviceCursor> cursors) {
            return call(devices -> devices.advance(cursors));
        }

        @Override
        public Set<UserId> takeBack(Collection<UserId> users) {
            return call(devices -> devices.takeBack(users));
        }

        @Override
        public void revoke(UserId user, DeviceId device, Instant now) {
            database.run(entities -> RegistryOf.entities(entities).revoke(user, device, now));
        }

        @Override
        public long countRevoked() {
            return call(Devices::countRevoked);
        }

        @Override
        public Set<DeviceId> revoked() {
            return call(Devices::revoked);
        }
    }
}
