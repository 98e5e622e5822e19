package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** The id of a user that was removed: nobody has it again. */
@Entity
@Table(name = "removed_user")
@NamedQuery(
        name = RemovedUser.FROM,
        query = "select r.number, r.id from RemovedUser r where r.number >= :number order by r.number")
@NamedQuery(name = RemovedUser.AMONG, query = "select r.id from RemovedUser r where r.id in :ids")
@NamedNativeQuery(name = RemovedUser.COUNT_ONE, query = "update removal_count set last_number = last_number + 1")
@NamedNativeQuery(name = RemovedUser.LAST, query = "select c.last_number from removal_count c")
class RemovedUser {
    /** Those from a number on, in its order: number, user. */
    static final String FROM = "RemovedUser.from";

    static final String AMONG = "RemovedUser.among";

    /** Takes the next number, and keeps all others from taking one before the commit. */
    static final String COUNT_ONE = "RemovedUser.countOne";

    static final String LAST = "RemovedUser.last";

    @Id
    @Column(name = "user_id")
    private long id;

    @Column(name = "removal_number")
    private long number;

    @Column(name = "removed_at")
    private Instant removed;

    /** For JPA. */
    protected RemovedUser() {}

    RemovedUser(UserId user, long number, Instant removed) {
        this.id = user.value();
        this.number = number;
        this.removed = removed;
    }
}
