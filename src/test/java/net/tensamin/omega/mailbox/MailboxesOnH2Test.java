package net.tensamin.omega.mailbox;

import net.tensamin.omega.store.TestDatabase;

class MailboxesOnH2Test extends MailboxesContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
