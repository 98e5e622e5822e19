package net.tensamin.omega.mailbox;

import java.util.List;

/**
 * What one transaction changed, one for each mailbox; fired inside it, to be observed after its success. One event for all of
 * them: CDI's way of an event costs as much as a push.
 */
public record MailboxesChanged(List<MailboxChanged> changes) {
    public MailboxesChanged {
        changes = List.copyOf(changes);
    }
}
