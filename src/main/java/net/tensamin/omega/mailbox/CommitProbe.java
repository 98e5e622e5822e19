package net.tensamin.omega.mailbox;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.UUID;

/** Commits something that means nothing, on a row that nobody else locks: whether the database takes writes is known only by one. */
@Stateless
public class CommitProbe {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Clock clock;

    /**
     * Has committed when the call returns.
     *
     * @param writer has a row of its own, which is forgotten when it has long not been written
     */
    public void commit(UUID writer) {
        BatchMark mark = entities.find(BatchMark.class, writer.toString());
        if (mark == null) {
            entities.persist(new BatchMark(writer, clock.instant()));
        } else {
            mark.used(clock.instant());
        }
    }
}
