package net.tensamin.omega.operations.audit;

import net.tensamin.omega.store.TestDatabase;

class AuditTableOnPostgreSqlTest extends AuditTableContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }
}
