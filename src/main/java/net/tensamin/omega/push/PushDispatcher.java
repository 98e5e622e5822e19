package net.tensamin.omega.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.mailbox.MailboxChanged;
import net.tensamin.omega.mailbox.PairState;
import net.tensamin.omega.tauri.TauriSessions;
import net.tensamin.omega.trace.TraceEvent.Kind;
import net.tensamin.omega.trace.UserTraces;

/** Passes each committed change of a mailbox to every session of its user. */
@ApplicationScoped
class PushDispatcher {
    private final TauriSessions sessions;
    private final UserTraces traces;

    /** For the client proxy. */
    PushDispatcher() {
        this(null, null);
    }

    @Inject
    PushDispatcher(TauriSessions sessions, UserTraces traces) {
        this.sessions = sessions;
        this.traces = traces;
    }

    /** On the committing thread, which it does not block: sessions only queue. */
    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) MailboxChanged change) {
        change.changes().forEach(pair -> trace(change.user(), pair));
        sessions.deliver(change.user(), change.previousRevision(), change.revision(), Badges.of(change.changes()));
    }

    private void trace(UserId user, PairState pair) {
        Kind kind = pair.amount() > 0 ? Kind.PENDING : Kind.CLEARED;
        traces.add(user, kind, pair.sender().value(), pair.revision(), "");
    }
}
