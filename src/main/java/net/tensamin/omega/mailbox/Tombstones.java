package net.tensamin.omega.mailbox;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;

/** Pairs whose notices were all read long ago, and what is forgotten along with them (SPEC §4). */
@Stateless
public class Tombstones {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /**
     * The next users, in order of id, who have tombstones older than {@code before}.
     *
     * @param after a user's id, or 0
     */
    public List<Long> receivers(long after, Instant before, int limit) {
        return entities.createNamedQuery(PendingPair.TOMBSTONE_RECEIVERS, Long.class)
                .setParameter("after", after)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * Forgets these users' tombstones. Their mailboxes are locked as for a change, so that no notice counts on a pair that
     * goes; what another node has forgotten or filled meanwhile is left alone.
     */
    public int forget(List<Long> receivers, Instant before) {
        entities.createNamedQuery(Mailbox.LOCK)
                .setParameter(1, receivers.toArray(Long[]::new))
                .getResultList();
        return entities.createNamedQuery(PendingPair.FORGET)
                .setParameter("receivers", receivers)
                .setParameter("before", before)
                .executeUpdate();
    }

    /** Forgets the marks of batchers that have long ended. */
    public int forgetMarks(Instant before) {
        return entities.createNamedQuery(BatchMark.FORGET)
                .setParameter("before", before)
                .executeUpdate();
    }
}
