package net.tensamin.omega.registry;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;

/**
 * Makes ids: milliseconds since 1970, each once over all nodes. They may include ids of accounts that got theirs
 * elsewhere.
 */
@Stateless
public class IdSource {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Clock clock;

    /**
     * Ids in a row. Committed when it returns, so that nobody waits for what is done with them.
     *
     * @return the first
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public long take(Kind<?, ?> kind, int ids) {
        return entities.find(IdCounter.class, kind.plural(), LockModeType.PESSIMISTIC_WRITE)
                .take(ids, clock.millis());
    }
}
