package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.Set;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Revocations;

/** Ends the sessions of those who may not stay: of removed users, of revoked devices, and of whomever an operator disconnects. Thread-safe. */
final class Expulsion {
    private final Set<TauriSession> connected;
    private final TauriSessions sessions;
    private final Revocations revocations;
    private final RemovedUsers removed;

    /** @param connected all connections, identified or not; may change at any time */
    Expulsion(Set<TauriSession> connected, TauriSessions sessions, Revocations revocations, RemovedUsers removed) {
        this.connected = connected;
        this.sessions = sessions;
        this.revocations = revocations;
        this.removed = removed;
    }

    /** Of a connection that is among the others by now: what was learnt since its handshake. */
    void connected(TauriSession session) {
        if (session.owner().filter(removed::contains).isPresent()) {
            session.close(SessionEnding.ACCOUNT_REMOVED);
        }
        if (revocations.knows(session.device())) {
            session.close(SessionEnding.REVOKED);
        }
    }

    /** Of a session that is among its user's by now: what was learnt since the user was looked up. */
    void identified(TauriSession session) {
        if (session.binding().filter(bound -> removed.contains(bound.user())).isPresent()) {
            session.close(SessionEnding.ACCOUNT_REMOVED);
        }
    }

    void revoked(DeviceId device) {
        connected.stream()
                .filter(session -> session.device().equals(device))
                .forEach(session -> session.close(SessionEnding.REVOKED));
    }

    /** A connection that has not identified has no user yet, unless its certificate names it. */
    void removed(UserId user) {
        CertificateIdentity owner = new CertificateIdentity.Device(user);
        sessions.of(user).forEach(session -> session.close(SessionEnding.ACCOUNT_REMOVED));
        connected.stream()
                .filter(session -> session.binding().isEmpty())
                .filter(session -> session.owner().filter(owner::equals).isPresent())
                .forEach(session -> session.close(SessionEnding.ACCOUNT_REMOVED));
    }

    /** The device comes back as it does after any loss of its connection. */
    void disconnect(UserId user, DeviceId device) {
        sessions.of(user).stream()
                .filter(session -> session.device().equals(device))
                .forEach(session -> session.close(SessionEnding.comeBackAfter(Duration.ofSeconds(1))));
    }
}
