package net.tensamin.omega.mailbox;

import java.util.List;

/** Keeps what transactions changed. */
final class RecordedChanges extends RecordedEvents<MailboxesChanged> {
    List<MailboxChanged> changes() {
        return fired().stream().flatMap(event -> event.changes().stream()).toList();
    }
}
