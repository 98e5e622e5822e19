package net.tensamin.omega.registry;

import net.tensamin.omega.store.TestDatabase;

class ImportsOnH2Test extends ImportsContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
