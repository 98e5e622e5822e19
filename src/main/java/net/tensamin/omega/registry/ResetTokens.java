package net.tensamin.omega.registry;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;

/** How often reset tokens are tried, over all nodes. Each call is committed when it returns, whatever becomes of what needs the token. */
@Stateless
public class ResetTokens {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Clock clock;

    /**
     * Counts an attempt before its token is looked at, so that many at once are no more than they may be. The lock on the account lets one
     * begin after the other.
     *
     * @return whether there may be one; none for a user that there is not
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean begin(UserId user) {
        if (entities.find(User.class, user.value(), LockModeType.PESSIMISTIC_WRITE) == null) {
            return false;
        }
        ResetAttempts attempts = entities.find(ResetAttempts.class, user.value());
        if (attempts == null) {
            attempts = new ResetAttempts(user.value(), clock.instant());
            entities.persist(attempts);
        }
        return attempts.begin(clock.instant());
    }

    /**
     * Tokens that were tried and were wrong.
     *
     * @param since when the first of them was, or the last of as many as there may be
     */
    public record Tried(int wrong, Instant since) {}

    /** Empty where none was, since the right one. */
    public Optional<Tried> tried(UserId user) {
        return Optional.ofNullable(entities.find(ResetAttempts.class, user.value()))
                .map(attempts -> new Tried(attempts.wrong(), attempts.since()));
    }

    /** The token was the right one. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void succeeded(UserId user) {
        ResetAttempts attempts = entities.find(ResetAttempts.class, user.value());
        if (attempts != null) {
            entities.remove(attempts);
        }
    }
}
