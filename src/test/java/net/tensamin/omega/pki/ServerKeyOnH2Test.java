package net.tensamin.omega.pki;

import net.tensamin.omega.store.TestDatabase;

class ServerKeyOnH2Test extends ServerKeyContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
