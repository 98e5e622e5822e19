package net.tensamin.omega.enrolment;

import net.tensamin.omega.store.TestDatabase;

class EnrolmentOnPostgreSqlTest extends EnrolmentContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
