package net.tensamin.omega.enrolment;

import net.tensamin.omega.store.TestDatabase;

class OperatorEnrolmentOnH2Test extends OperatorEnrolmentContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
