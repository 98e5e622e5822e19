package net.tensamin.omega.tauri;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.outage.Condition;
import net.tensamin.omega.quic.streams.LineStream;

/**
 * One request of a client and what it is answered (SPEC §2). Before identification only an attempt to identify is. What
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
        if (session.binding().isPresent()) {
            identify(user);
        } else {
            lookUp(user);
        }
        return null;
    }

    private void lookUp(UserId user) {
        session.identifying(true);
        stream.pause();
        session.surroundings()
                .background()
                .call(() -> session.surroundings().users().test(user))
                .thenAccept(known -> {
                    session.identifying(false);
                    session.surroundings().limits().available();
                    if (known) {
                        identify(user);
                    } else {
                        fail(TauriError.ERROR_INVALID_USER_ID);
                    }
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

    /** For want of the database nobody can give the answer that the client waits for: it is told when to ask again. */
    private void notLookedUp(Throwable failure) {
        failed(failure);
        if (Condition.behind(failure).isPresent()) {
            session.surroundings().limits().unavailable(session);
        } else {
            session.identifying(false);
        }
    }

    private void identify(UserId user) {
        if (!certificateAllows(user)) {
            fail(TauriError.ERROR_NOT_AUTHENTICATED);
            return;
        }
        byte[] success = TauriLine.reply(id, new TauriMessage.Success());
        if (!session.bind(user, stream, success) && !session.move(user, stream, success)) {
            whenIdentified(bound -> {
                if (bound.user().equals(user)) {
                    reply(new TauriMessage.Success());
                } else {
                    fail(TauriError.ERROR_NOT_AUTHENTICATED);
                }
            });
        }
    }

    @Override
    public Void ping(TauriMessage.Ping ping) {
        return whenIdentified(bound -> reply(new TauriMessage.Pong(bound.lastPingMillis())));
    }

    @Override
    public Void pong(TauriMessage.Pong pong) {
        return whenIdentified(Binding::ponged);
    }

    @Override
    public Void readNotification(TauriMessage.ReadNotification read) {
        return whenIdentified(bound -> inBackground(
                () -> {
                    inbox().read(bound.user(), read.sender(), session.party());
                    return new TauriMessage.Success();
                },
                this::reply));
    }

    @Override
    public Void getNotifications(TauriMessage.GetNotifications get) {
        return whenIdentified(bound ->
                inBackground(() -> new TauriMessage.Notifications(inbox().pending(bound.user())), this::reply));
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

    /** The next line of this stream is not handled before this one is answered. */
    private <T> void inBackground(Supplier<T> work, Consumer<T> then) {
        Optional<Binding> held = session.binding();
        held.ifPresent(Binding::hold);
        stream.pause();
        session.surroundings().background().call(work).thenAccept(then).whenComplete((done, failure) -> {
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
        Optional<CertificateIdentity> identity =
                CertificateIdentity.of(session.channel().clientCertificate());
        return identity.map(named -> named.equals(new CertificateIdentity.Device(user)))
                .orElse(session.settings().unboundCertificates());
    }
}
