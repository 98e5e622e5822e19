package net.tensamin.omega.registry;

import net.tensamin.omega.store.TestDatabase;

class ImportsOnPostgreSqlTest extends ImportsContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
