package net.tensamin.omega.registry;

import net.tensamin.omega.store.TestDatabase;

class RegistryOnPostgreSqlTest extends RegistryContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
