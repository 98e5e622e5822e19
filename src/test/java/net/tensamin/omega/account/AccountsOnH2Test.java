package net.tensamin.omega.account;

import net.tensamin.omega.store.TestDatabase;

class AccountsOnH2Test extends AccountsContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
