package net.tensamin.omega.registry;

import net.tensamin.omega.store.TestDatabase;

class RegistryOnH2Test extends RegistryContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
