package net.tensamin.omega.badge;

import java.util.List;

/**
 * What one transaction changed, one for each mailbox; fired inside it, to be observed after its success. One event for all of
 * them: CDI's way of an event costs as much as a push.
 */
public record BadgesChanged(List<BadgeChange> changes) {
    public BadgesChanged {
        changes = List.copyOf(changes);
    }
}
