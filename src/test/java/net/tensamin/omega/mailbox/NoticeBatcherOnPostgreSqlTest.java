package net.tensamin.omega.mailbox;

import net.tensamin.omega.store.TestDatabase;

class NoticeBatcherOnPostgreSqlTest extends NoticeBatcherContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
