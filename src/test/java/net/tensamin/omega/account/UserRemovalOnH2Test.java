package net.tensamin.omega.account;

import net.tensamin.omega.store.TestDatabase;

class UserRemovalOnH2Test extends UserRemovalContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
