package net.tensamin.omega.operator;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.Role;

/** The operators who may administer: there is always one. */
@Stateless
public class Administrators {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /**
     * Locked, so that two that leave at once do not each rely on the other. All of them, in one order: nodes must not
     * deadlock.
     */
    public void lock() {
        locked();
    }

    /**
     * One of them is to be an administrator no longer.
     *
     * @param leaving locked, whatever its role is
     * @param others whether there are administrators that are not registered
     */
    public void leaves(RegisteredOperator leaving, boolean others) {
        boolean another = others
                || leaving.role() != Role.ADMINISTER
                || locked().stream().anyMatch(each -> !each.name().equals(leaving.name()));
        if (!another) {
            throw new RefusedChangeException(
                    Reason.CONFLICT,
                    "\"" + leaving.name()
                            + "\" is the last administrator: make another one first, or name one in "
                            + OperatorSettings.ADMINISTRATORS.label() + ".");
        }
    }

    private List<RegisteredOperator> locked() {
        return entities.createNamedQuery(RegisteredOperator.OF_ROLE, RegisteredOperator.class)
                .setParameter("role", Role.ADMINISTER.word())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }
}
