package net.tensamin.omega.operator;

import net.tensamin.omega.store.TestDatabase;

class OperatorsOnPostgreSqlTest extends OperatorsContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
