package net.tensamin.omega.operations.audit;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The calls of operators on all nodes, durably, as many as are kept. */
@Stateless
public class AuditTable {
    /** Some 60 MB. */
    static final int MOST_ROWS = 100_000;

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /** All or none, committed when it returns; those that are there already stay as they are. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void add(List<AuditEntry> entries) {
        entries.forEach(entry -> entities.merge(new AuditRow(entry)));
    }

    /**
     * The newest first.
     *
     * @param find what caller, action or subject has in it, in any case; empty for all
     */
    public List<AuditEntry> latest(String find, int most) {
        return entities.createNamedQuery(AuditRow.LATEST, AuditRow.class)
                .setParameter("find", find.toLowerCase(Locale.ROOT))
                .setMaxResults(most)
                .getResultStream()
                .map(AuditRow::entry)
                .toList();
    }

    /** Forgets what is older, and the oldest of what is too many. */
    public void expire(Instant before, int most) {
        Instant oldest = entities.createNamedQuery(AuditRow.TIMES, Instant.class)
                .setFirstResult(most)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(first -> first.plusMillis(1))
                .filter(before::isBefore)
                .orElse(before);
        entities.createNamedQuery(AuditRow.EXPIRE)
                .setParameter("before", oldest)
                .executeUpdate();
    }
}
