package net.tensamin.omega.device;

import net.tensamin.omega.store.TestDatabase;

class DevicesOnPostgreSqlTest extends DevicesContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
