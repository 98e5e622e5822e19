package net.tensamin.omega.account;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.function.Consumer;

/** {@link UserRemoval} outside a container, for tests of other components. */
public final class TestRemoval {
    /** A query that a removal makes when it is about to lock an account, and that others make likewise. */
    public static final String LOCK = User.LOCK;

    /** A query by which cursors of new devices lock accounts that are free. */
    public static final String LOCK_FREE = User.LOCK_FREE;

    private TestRemoval() {}

    /** @param leaving what the components delete, in their order */
    public static UserRemoval of(EntityManager entities, Consumer<UserLeaves> leaving) {
        UserRemoval removal = new UserRemoval();
        removal.entities = entities;
        removal.accounts = TestAccounts.of(entities);
        removal.leaving = new FiredEvents<>(leaving);
        removal.clock = Clock.systemUTC();
        return removal;
    }
}
