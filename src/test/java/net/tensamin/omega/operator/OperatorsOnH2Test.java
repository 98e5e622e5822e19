package net.tensamin.omega.operator;

import net.tensamin.omega.store.TestDatabase;

class OperatorsOnH2Test extends OperatorsContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
