package net.tensamin.omega.mailbox;

import java.util.List;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgesChanged;

/** Keeps what transactions changed. */
final class RecordedChanges extends RecordedEvents<BadgesChanged> {
    List<BadgeChange> changes() {
        return fired().stream().flatMap(event -> event.changes().stream()).toList();
    }
}
