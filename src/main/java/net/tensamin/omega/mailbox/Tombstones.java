package net.tensamin.omega.mailbox;

import static net.tensamin.omega.mailbox.ArrayQuery.array;
import static net.tensamin.omega.mailbox.ArrayQuery.rows;

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
     * goes; what another node has forgotten or filled meanwhile is left alone. A mailbox that is locked is not waited for, as changes of the
     * others would wait, too: it is left for the next sweep.
     */
    public int forget(List<Long> receivers, Instant before) {
        List<Long> free = rows(entities, Mailbox.LOCK_FREE, array(receivers.stream())).stream()
                .map(row -> (Long) row[0])
                .toList();
        if (free.isEmpty()) {
            return 0;
        }
        return entities.createNamedQuery(PendingPair.FORGET)
                .setParameter("receivers", free)
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
