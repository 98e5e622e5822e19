package net.tensamin.omega.device;

import net.tensamin.omega.store.TestDatabase;

class DevicesOnH2Test extends DevicesContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
