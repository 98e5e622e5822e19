package net.tensamin.omega.pki;

import net.tensamin.omega.store.TestDatabase;

class ServerKeyOnPostgreSqlTest extends ServerKeyContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
