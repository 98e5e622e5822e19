package net.tensamin.omega.mailbox;

import net.tensamin.omega.store.TestDatabase;

class NoticeBatcherOnH2Test extends NoticeBatcherContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
