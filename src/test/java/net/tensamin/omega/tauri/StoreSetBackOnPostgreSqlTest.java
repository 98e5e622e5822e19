package net.tensamin.omega.tauri;

import net.tensamin.omega.store.TestDatabase;

class StoreSetBackOnPostgreSqlTest extends StoreSetBackContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
