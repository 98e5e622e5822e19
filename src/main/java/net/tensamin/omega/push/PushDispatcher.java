package net.tensamin.omega.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import net.tensamin.omega.mailbox.MailboxChanged;
import net.tensamin.omega.tauri.TauriSessions;

/** Passes each committed change of a mailbox to every session of its user. */
@ApplicationScoped
class PushDispatcher {
    private final TauriSessions sessions;

    /** For the client proxy. */
    PushDispatcher() {
        this(null);
    }

    @Inject
    PushDispatcher(TauriSessions sessions) {
        this.sessions = sessions;
    }

    /** On the committing thread, which it does not block: sessions only queue. */
    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) MailboxChanged change) {
        sessions.deliver(change.user(), change.previousRevision(), change.revision(), Badges.of(change.changes()));
    }
}
