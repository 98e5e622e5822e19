package net.tensamin.omega.mailbox;

import net.tensamin.omega.store.TestDatabase;

class MailboxesOnH2Test extends MailboxesContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }

    @Override
    String generator(int last) {
        return "select x as n from system_range(2, " + last + ")";
    }
}
