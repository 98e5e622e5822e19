package net.tensamin.omega.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The last id of a kind that was given out, over all nodes. */
@Entity
@Table(name = "id_source")
class IdCounter {
    @Id
    private String kind;

    @Column(name = "last_id")
    private long last;

    /** For JPA. */
    protected IdCounter() {}

    /**
     * Gives out ids in a row.
     *
     * @param millis the first is not before
     * @return the first
     */
    long take(int ids, long millis) {
        long first = Math.max(last + 1, millis);
        last = first + ids - 1;
        return first;
    }
}
