package net.tensamin.omega.mailbox;

import net.tensamin.omega.store.TestDatabase;

class MailboxesOnPostgreSqlTest extends MailboxesContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }

    @Override
    String generator(int last) {
        return "select n from generate_series(2, " + last + ") as n";
    }
}
