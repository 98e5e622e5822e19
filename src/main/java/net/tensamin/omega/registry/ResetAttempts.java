package net.tensamin.omega.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/** Reset tokens that were tried for a user, and were wrong or are not known to be right yet. */
@Entity
@Table(name = "reset_attempts")
@NamedQuery(name = ResetAttempts.REMOVE, query = "delete from ResetAttempts a where a.user = :user")
class ResetAttempts {
    static final String REMOVE = "ResetAttempts.remove";

    static final int MOST = 5;
    static final Duration KEPT = Duration.ofHours(1);

    @Id
    @Column(name = "user_id")
    private long user;

    private int wrong;
    private Instant since;

    /** For JPA. */
    protected ResetAttempts() {}

    ResetAttempts(long user, Instant now) {
        this.user = user;
        this.since = now;
    }

    int wrong() {
        return wrong;
    }

    Instant since() {
        return since;
    }

    /**
     * Begins an attempt, if there may be one: {@value #MOST} in an hour, and after that many none for an hour.
     *
     * @return whether
     */
    boolean begin(Instant now) {
        if (!now.isBefore(since.plus(KEPT))) {
            wrong = 0;
            since = now;
        }
        if (wrong >= MOST) {
            return false;
        }
        wrong++;
        if (wrong == MOST) {
            since = now;
        }
        return true;
    }
}
