package net.tensamin.omega.mailbox;

import jakarta.persistence.EntityManager;

/** {@link RemovedMailboxes} outside a container, for tests of other components. */
public final class RemovedMailboxesOf {
    private RemovedMailboxesOf() {}

    public static RemovedMailboxes entities(EntityManager entities) {
        RemovedMailboxes removed = new RemovedMailboxes();
        removed.entities = entities;
        return removed;
    }
}
