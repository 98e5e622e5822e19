package net.tensamin.omega.tauri;

import net.tensamin.omega.store.TestDatabase;

class StoreSetBackOnH2Test extends StoreSetBackContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
