package net.tensamin.omega.enrolment;

import net.tensamin.omega.store.TestDatabase;

class OperatorEnrolmentOnPostgreSqlTest extends OperatorEnrolmentContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
