package net.tensamin.omega.operator;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** When an operator of a name was removed last: its certificates of that time are never let in again. */
@Entity
@Table(name = "removed_operator")
class RemovedOperator {
    @Id
    private String name;

    @Column(name = "removed_at")
    private Instant removed;

    /** For JPA. */
    protected RemovedOperator() {}

    RemovedOperator(String name, Instant removed) {
        this.name = name;
        this.removed = removed;
    }

    Instant removed() {
        return removed;
    }
}
