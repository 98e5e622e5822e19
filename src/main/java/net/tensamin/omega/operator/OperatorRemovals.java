package net.tensamin.omega.operator;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.device.Devices;

/** How operators go: none of an operator's certificates is let in any more, not even where one of its name comes back. */
@Stateless
public class OperatorRemovals {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Administrators administrators;

    @Inject
    Devices devices;

    /**
     * What is refused is a {@link RefusedChangeException}.
     *
     * @param others whether there are administrators that are not registered
     */
    public void remove(OperatorName name, IfMatch state, boolean others, Instant now) {
        administrators.lock();
        RegisteredOperator there = locked(name);
        if (there == null) {
            throw new RefusedChangeException(Reason.UNKNOWN, "There is no operator \"" + name + "\".");
        }
        state.allow(there.tag());
        remove(there, others, now);
    }

    /**
     * Removes one again that was removed already, as after a backup was restored, which may be of before that. One that was added after that stays.
     * One that there is not, nor was, is barred like one that was removed.
     *
     * @param done when it was removed
     */
    public void again(OperatorName name, Instant done, boolean others, Instant now) {
        administrators.lock();
        RegisteredOperator there = locked(name);
        if (there == null) {
            if (entities.find(RemovedOperator.class, name.value()) == null) {
                entities.persist(new RemovedOperator(name.value(), millis(now)));
            }
        } else if (there.added().isBefore(done)) {
            remove(there, others, now);
        }
    }

    private void remove(RegisteredOperator there, boolean others, Instant now) {
        administrators.leaves(there, others);
        entities.createNamedQuery(OperatorCertificate.OF_OPERATOR, OperatorCertificate.class)
                .setParameter("operator", there.name())
                .getResultStream()
                .map(OperatorCertificate::id)
                .forEach(certificate -> devices.shutOut(certificate, now));
        entities.merge(new RemovedOperator(there.name(), millis(now)));
        entities.remove(there);
    }

    /** Null for none. */
    private RegisteredOperator locked(OperatorName name) {
        return entities.find(RegisteredOperator.class, name.value(), LockModeType.PESSIMISTIC_WRITE);
    }

    /** As the database keeps it. */
    private static Instant millis(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }
}
