package net.tensamin.omega.enrolment;

import net.tensamin.omega.store.TestDatabase;

class EnrolmentOnH2Test extends EnrolmentContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
