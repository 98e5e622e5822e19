package net.tensamin.omega.mailbox;

import net.tensamin.omega.store.TestDatabase;

class RemovedMailboxesOnH2Test extends RemovedMailboxesContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
