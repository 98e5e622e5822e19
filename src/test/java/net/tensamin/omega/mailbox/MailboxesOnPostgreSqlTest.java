package net.tensamin.omega.mailbox;

import net.tensamin.omega.store.TestDatabase;

class MailboxesOnPostgreSqlTest extends MailboxesContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
