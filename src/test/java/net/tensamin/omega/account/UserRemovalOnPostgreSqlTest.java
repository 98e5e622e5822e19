package net.tensamin.omega.account;

import net.tensamin.omega.store.TestDatabase;

class UserRemovalOnPostgreSqlTest extends UserRemovalContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
