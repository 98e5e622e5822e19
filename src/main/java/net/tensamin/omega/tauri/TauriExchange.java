package net.tensamin.omega.tauri;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.outage.Condition;
import net.tensamin.omega.quic.streams.LineStream;

/**
 * One request of a client and its answer (SPEC §2). Before identification only an attempt to identify is answered. What
 * touches the container is done in the background while the stream is paused, so that its requests keep their order.
 */
final class TauriExchange implements TauriMessage.ClientHandler<Void> {
    private final TauriSession session;
    private final LineStream stream;
    private final String id;

    TauriExchange(TauriSession session, LineStream stream, String id) {
        this.session = session;
        this.stream = stream;
        this.id = id;
    }

    void reply(TauriMessage.FromServer message) {
        stream.send(TauriLine.reply(id, message));
    }

    @Override
    public Void identification(TauriMessage.Identification identification) {
        UserId user = identification.user();
        session.binding().ifPresentOrElse(bound -> identify(user, bound.revision()), () -> lookUp(user));
        return null;
    }

    private void lookUp(UserId user) {
        session.identifying(true);
        stream.pause();
        inBackground(() -> mailboxOf(user))
                .thenAccept(revision -> {
                    session.identifying(false);
                    session.surroundings().limits().available();
                    revision.ifPresentOrElse(
                            known -> identify(user, known), () -> fail(TauriError.ERROR_INVALID_USER_ID));
                })
                .whenComplete((done, failure) -> {
                    try {
                        if (failure != null) {
                            notLookedUp(failure);
                        }
                    } finally {
                        stream.resume();
                    }
                });
    }

    /** The revision of the user's mailbox; empty if there is no such user. */
    private Optional<Long> mailboxOf(UserId user) {
        return session.surroundings().users().test(user)
                ? Optional.of(inbox().revisions(List.of(user)).getOrDefault(user, 0L))
                : Optional.empty();
    }

    /** For want of the database nobody can give the answer that the client waits for: it is told when to ask again. */
    private void notLookedUp(Throwable failure) {
        failed(failure);
        if (Condition.behind(failure).isPresent()) {
            session.surroundings().limits().unavailable(session);
        } else {
            session.identifying(false);
        }
    }

    /** @param revision of the user's mailbox */
    private void identify(UserId user, long revision) {
        if (!certificateAllows(user)) {
            fail(TauriError.ERROR_NOT_AUTHENTICATED);
            return;
        }
        TauriMessage.Identified identified = new TauriMessage.Identified(revision);
        byte[] success = TauriLine.reply(id, identified);
        if (!session.bind(user, stream, success, revision) && !session.move(user, stream, success)) {
            whenIdentified(bound -> {
                if (bound.user().equals(user)) {
                    reply(identified);
                } else {
                    fail(TauriError.ERROR_NOT_AUTHENTICATED);
                }
            });
        }
    }

    @Override
    public Void ping(TauriMessage.Ping ping) {
        return whenIdentified(bound -> {
            reply(new TauriMessage.Pong(bound.lastPingMillis()));
            bound.prove();
        });
    }

    @Override
    public Void pong(TauriMessage.Pong pong) {
        return whenIdentified(Binding::ponged);
    }

    @Override
    public Void readNotification(TauriMessage.ReadNotification read) {
        return whenIdentified(bound -> answer(
                () -> inBackground(() -> inbox().read(bound.user(), read.sender(), session.party()))
                        .thenCompose(committed -> committed),
                done -> reply(new TauriMessage.Success())));
    }

    @Override
    public Void getNotifications(TauriMessage.GetNotifications get) {
        return whenIdentified(bound -> answer(
                () -> inBackground(() -> new TauriMessage.Notifications(inbox().pending(bound.user()))),
                pending -> stream.send(TauriLine.inParts(id, pending))));
    }

    @Override
    public Void malformed(TauriMessage.Malformed malformed) {
        if (malformed.identification() || session.binding().isPresent()) {
            fail(malformed.error());
        }
        return null;
    }

    private Void whenIdentified(Consumer<Binding> answer) {
        session.binding().ifPresent(answer);
        return null;
    }

    private Void fail(TauriError error) {
        if (session.tolerates()) {
            reply(new TauriMessage.Failure(error));
        }
        return null;
    }

    private <T> CompletionStage<T> inBackground(Supplier<T> work) {
        return session.surroundings().background().call(work);
    }

    /** The next line of this stream is not handled before this one is answered. */
    private <T> void answer(Supplier<CompletionStage<T>> work, Consumer<T> then) {
        Optional<Binding> held = session.binding();
        held.ifPresent(Binding::hold);
        stream.pause();
        work.get().thenAccept(then).whenComplete((done, failure) -> {
            try {
                if (failure != null) {
                    failed(failure);
                }
            } finally {
                held.ifPresent(Binding::release);
                stream.resume();
            }
        });
    }

    /** The server is at fault, and the client is told so. */
    void failed(Throwable failure) {
        session.surroundings().journal().failed(session.device(), failure);
        reply(new TauriMessage.Failure(TauriError.ERROR_INTERNAL));
    }

    private Inbox inbox() {
        return session.surroundings().inbox();
    }

    /** A certificate that names nobody may stand for anybody, if so configured; one that names an operator never does. */
    private boolean certificateAllows(UserId user) {
        return session.owner()
                .map(named -> named.equals(new CertificateIdentity.Device(user)))
                .orElse(session.settings().unboundCertificates());
    }
}
