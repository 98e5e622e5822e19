package net.tensamin.omega.account;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import net.tensamin.omega.simulation.DatabaseLink;

/** {@link Accounts} of a simulated node: each call is a transaction. */
public final class SimulatedAccounts extends Accounts {
    private final DatabaseLink database;

    public SimulatedAccounts(DatabaseLink database) {
        this.database = database;
    }

    private <T> T call(Function<Accounts, T> work) {
        return database.call(entities -> work.apply(TestAccounts.of(entities)));
    }

    @Override
    public boolean exists(UserId user) {
        return call(accounts -> accounts.exists(user));
    }

    @Override
    public Optional<User> user(UserId user) {
        return call(accounts -> accounts.user(user));
    }

    @Override
    public Optional<Iota> iota(IotaId iota) {
        return call(accounts -> accounts.iota(iota));
    }

    @Override
    public List<UserId> usersOf(IotaId iota) {
        return call(accounts -> accounts.usersOf(iota));
    }

    @Override
    public Map<IotaId, Set<UserId>> usersOf(Set<IotaId> iotas) {
        return call(accounts -> accounts.usersOf(iotas));
    }

    @Override
    public Map<UserId, IotaId> homesOf(Set<UserId> users) {
        return call(accounts -> accounts.homesOf(users));
    }

    @Override
    public Optional<Omikron> omikron(OmikronId omikron) {
        return call(accounts -> accounts.omikron(omikron));
    }

    /** {@link UserRemoval} of a simulated node. */
    public static final class Removals extends UserRemoval {
        private final DatabaseLink database;
        private final Clock now;
        private final BiConsumer<EntityManager, UserLeaves> components;
        private final Consumer<UserLeaves> afterwards;

        /**
         * @param components what they delete, in their order, in the transaction
         * @param afterwards told once it has committed
         */
        public Removals(
                DatabaseLink database,
                Clock now,
                BiConsumer<EntityManager, UserLeaves> components,
                Consumer<UserLeaves> afterwards) {
            this.database = database;
            this.now = now;
            this.components = components;
            this.afterwards = afterwards;
        }

        @Override
        public void remove(long userId) {
            database.call((entities, afterSuccess) -> {
                UserRemoval removal = TestRemoval.of(entities, leaving -> {
                    components.accept(entities, leaving);
                    afterSuccess.accept(() -> afterwards.accept(leaving));
                });
                removal.clock = now;
                removal.remove(userId);
                return null;
            });
        }

        @Override
        public List<Removal> from(long number, int most) {
            return database.call(
                    entities -> TestRemoval.of(entities, leaving -> {}).from(number, most));
        }
    }
}
