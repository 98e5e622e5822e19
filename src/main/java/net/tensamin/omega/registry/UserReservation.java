package net.tensamin.omega.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import net.tensamin.omega.account.OmikronId;

/** An id that an Omikron asked for and may register a user with, for a while. */
@Entity
@Table(name = "reserved_user")
@NamedQuery(name = UserReservation.FORGET, query = "delete from UserReservation r where r.until <= :now")
@NamedQuery(name = UserReservation.COUNT, query = "select count(r) from UserReservation r where r.omikron = :omikron")
@NamedQuery(name = UserReservation.REMOVE, query = "delete from UserReservation r where r.user = :user")
class UserReservation {
    /** Those that have ended. */
    static final String FORGET = "UserReservation.forget";

    static final String REMOVE = "UserReservation.remove";

    static final String COUNT = "UserReservation.count";

    static final Duration KEPT = Duration.ofHours(1);

    @Id
    @Column(name = "user_id")
    private long user;

    @Column(name = "omikron_id")
    private long omikron;

    @Column(name = "reserved_until")
    private Instant until;

    /** For JPA. */
    protected UserReservation() {}

    UserReservation(long user, OmikronId omikron, Instant now) {
        this.user = user;
        this.omikron = omikron.value();
        this.until = now.plus(KEPT);
    }

    boolean isOf(OmikronId some, Instant now) {
        return omikron == some.value() && now.isBefore(until);
    }
}
