package net.tensamin.omega.account;

import net.tensamin.omega.store.TestDatabase;

class AccountsOnPostgreSqlTest extends AccountsContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
