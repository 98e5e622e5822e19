package net.tensamin.omega.device;

import jakarta.persistence.EntityManager;
import net.tensamin.omega.account.TestAccounts;

/** {@link Devices} outside a container, for tests of other components. */
public final class RegistryOf {
    private RegistryOf() {}

    public static Devices entities(EntityManager entities) {
        Devices devices = new Devices();
        devices.entities = entities;
        devices.accounts = TestAccounts.of(entities);
        return devices;
    }
}
