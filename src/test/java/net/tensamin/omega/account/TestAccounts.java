package net.tensamin.omega.account;

import jakarta.persistence.EntityManager;

/** {@link Accounts} outside a container, for tests of other components. */
public final class TestAccounts {
    private TestAccounts() {}

    public static Accounts of(EntityManager entities) {
        Accounts accounts = new Accounts();
        accounts.entities = entities;
        return accounts;
    }
}
