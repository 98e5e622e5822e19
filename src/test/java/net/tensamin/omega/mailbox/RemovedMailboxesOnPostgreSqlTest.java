package net.tensamin.omega.mailbox;

import net.tensamin.omega.store.TestDatabase;

class RemovedMailboxesOnPostgreSqlTest extends RemovedMailboxesContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
