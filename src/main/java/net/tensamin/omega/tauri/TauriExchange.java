package net.tensamin.omega.tauri;

import java.util.Optional;
import java.util.function.Consumer;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.quic.TauriStream;

/**
 * One request of a client and what it is answered (SPEC §2). Before identification only an attempt to identify is. What
 * touches the container is done in the background while the calling thread waits, so that requests of a stream keep their
 * order.
 */
final class TauriExchange implements TauriMessage.ClientHandler<Void> {
    private final TauriSession session;
    private final TauriStream stream;
    private final String id;

    TauriExchange(TauriSession session, TauriStream stream, String id) {
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
        if (session.binding().isEmpty() && !knows(user)) {
            return fail(TauriError.ERROR_INVALID_USER_ID);
        }
        if (!certificateAllows(user)) {
            return fail(TauriError.ERROR_NOT_AUTHENTICATED);
        }
        if (session.bind(user, stream, TauriLine.reply(id, new TauriMessage.Success()))) {
            return null;
        }
        return whenIdentified(bound -> {
            if (bound.user().equals(user)) {
                reply(new TauriMessage.Success());
            } else {
                fail(TauriError.ERROR_NOT_AUTHENTICATED);
            }
        });
    }

    @Override
    public Void ping(TauriMessage.Ping ping) {
        return whenIdentified(
                bound -> reply(new TauriMessage.Pong(bound.heartbeat().lastPingMillis())));
    }

    @Override
    public Void pong(TauriMessage.Pong pong) {
        return whenIdentified(session::ponged);
    }

    @Override
    public Void readNotification(TauriMessage.ReadNotification read) {
        return whenIdentified(bound -> {
            TauriSession.Surroundings surroundings = session.surroundings();
            surroundings.background().call(() -> {
                surroundings.inbox().read(bound.user(), read.sender());
                return true;
            });
            reply(new TauriMessage.Success());
        });
    }

    @Override
    public Void getNotifications(TauriMessage.GetNotifications get) {
        return whenIdentified(bound -> {
            TauriSession.Surroundings surroundings = session.surroundings();
            reply(new TauriMessage.Notifications(
                    surroundings.background().call(() -> surroundings.inbox().pending(bound.user()))));
        });
    }

    @Override
    public Void malformed(TauriMessage.Malformed malformed) {
        if (malformed.identification() || session.binding().isPresent()) {
            fail(malformed.error());
        }
        return null;
    }

    private Void whenIdentified(Consumer<TauriSession.Binding> answer) {
        session.binding().ifPresent(answer);
        return null;
    }

    private Void fail(TauriError error) {
        if (session.tolerates()) {
            reply(new TauriMessage.Failure(error));
        }
        return null;
    }

    private boolean knows(UserId user) {
        TauriSession.Surroundings surroundings = session.surroundings();
        return surroundings.background().call(() -> surroundings.users().test(user));
    }

    /** A certificate that names nobody may stand for anybody, if so configured; one that names an operator never does. */
    private boolean certificateAllows(UserId user) {
        Optional<CertificateIdentity> identity =
                CertificateIdentity.of(session.channel().clientCertificate());
        return identity.map(named -> named.equals(new CertificateIdentity.Device(user)))
                .orElse(session.settings().unboundCertificates());
    }
}
