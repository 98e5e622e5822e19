package net.tensamin.omega.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.mailbox.MailboxChanged;
import net.tensamin.omega.mailbox.MailboxesChanged;
import net.tensamin.omega.mailbox.PairState;
import net.tensamin.omega.tauri.TauriSessions;
import net.tensamin.omega.trace.TraceEvent.Kind;
import net.tensamin.omega.trace.UserTraces;

/** Passes each committed change of a mailbox to every session of its user, on this node and on those that have some. */
@ApplicationScoped
class PushDispatcher {
    private final TauriSessions sessions;
    private final UserTraces traces;
    private final ClusterBus bus;

    /** For the client proxy. */
    PushDispatcher() {
        this(null, null, null);
    }

    @Inject
    PushDispatcher(TauriSessions sessions, UserTraces traces, ClusterBus bus) {
        this.sessions = sessions;
        this.traces = traces;
        this.bus = bus;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        bus.listen(Subject.MAILBOX, (sender, content) -> deliver(ChangeCodec.read(content)));
    }

    /** On the committing thread, which it does not block: sessions and the bus only queue. */
    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) MailboxesChanged changed) {
        changed.changes().forEach(this::dispatch);
    }

    private void dispatch(MailboxChanged change) {
        change.changes().forEach(pair -> trace(change.user(), pair));
        deliver(change);
        bus.sendToHosts(change.user(), Subject.MAILBOX, () -> ChangeCodec.write(change));
    }

    private void deliver(MailboxChanged change) {
        sessions.deliver(change.user(), change.previousRevision(), change.revision(), Badges.of(change.changes()));
    }

    private void trace(UserId user, PairState pair) {
        Kind kind = pair.amount() > 0 ? Kind.PENDING : Kind.CLEARED;
        traces.add(user, kind, pair.sender().value(), pair.revision(), "");
    }
}
