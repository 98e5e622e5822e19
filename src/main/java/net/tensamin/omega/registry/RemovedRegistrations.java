package net.tensamin.omega.registry;

import jakarta.annotation.Priority;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import net.tensamin.omega.account.UserLeaves;

/** What the registry keeps of a user beside its account goes with it: reset tokens that were tried, and its id's reservation. */
@Stateless
public class RemovedRegistrations {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /** Nothing comes after it: an attempt waits for the account's lock, and then finds no account; the id is barred. */
    public void leave(@Observes @Priority(UserLeaves.REGISTRATION) UserLeaves leaving) {
        long user = leaving.user().value();
        entities.createNamedQuery(ResetAttempts.REMOVE)
                .setParameter("user", user)
                .executeUpdate();
        entities.createNamedQuery(UserReservation.REMOVE)
                .setParameter("user", user)
                .executeUpdate();
    }
}
