package net.tensamin.omega.operations.audit;

import net.tensamin.omega.store.TestDatabase;

class AuditTableOnH2Test extends AuditTableContract {
    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }
}
