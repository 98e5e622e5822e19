package net.tensamin.omega.tauri;

import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.PendingBadges;

/** The messages of SPEC §2; some go both ways. */
sealed interface TauriMessage {

    /** What a client may send. */
    sealed interface FromClient extends TauriMessage {
        <R> R accept(ClientHandler<R> handler);
    }

    /** What the server sends. */
    sealed interface FromServer extends TauriMessage {
        <R> R accept(ServerHandler<R> handler);
    }

    interface ClientHandler<R> {
        R identification(Identification identification);

        R ping(Ping ping);

        R pong(Pong pong);

        R readNotification(ReadNotification read);

        R getNotifications(GetNotifications get);

        R malformed(Malformed malformed);
    }

    interface ServerHandler<R> {
        R success(Success success);

        R identified(Identified identified);

        R ping(ProvingPing ping);

        R pong(Pong pong);

        R pushNotification(PushNotification push);

        R clearedNotification(ClearedNotification cleared);

        R notifications(Notifications notifications);

        R failure(Failure failure);
    }

    /** Binds the connection to a user. */
    record Identification(UserId user) implements FromClient {
        @Override
        public <R> R accept(ClientHandler<R> handler) {
            return handler.identification(this);
        }
    }

    /**
     * Asks whether the server is there, and for a proof.
     *
     * @param lastPingMillis the sender's round trip of its last answered ping, -1 before the first
     */
    record Ping(long lastPingMillis) implements FromClient {
        @Override
        public <R> R accept(ClientHandler<R> handler) {
            return handler.ping(this);
        }
    }

    /**
     * Answers the oldest open ping.
     *
     * @param lastPingMillis as in {@link Ping}
     */
    record Pong(long lastPingMillis) implements FromClient, FromServer {
        @Override
        public <R> R accept(ClientHandler<R> handler) {
            return handler.pong(this);
        }

        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.pong(this);
        }
    }

    /** This device read the sender's messages. */
    record ReadNotification(UserId sender) implements FromClient {
        @Override
        public <R> R accept(ClientHandler<R> handler) {
            return handler.readNotification(this);
        }
    }

    /** Asks for all that is pending; answered with {@link Notifications}. */
    record GetNotifications() implements FromClient {
        @Override
        public <R> R accept(ClientHandler<R> handler) {
            return handler.getNotifications(this);
        }
    }

    /**
     * A line that is none of the above.
     *
     * @param identification whether it is an attempt to identify, which is answered even before identification
     */
    record Malformed(TauriError error, boolean identification) implements FromClient {
        @Override
        public <R> R accept(ClientHandler<R> handler) {
            return handler.malformed(this);
        }
    }

    record Success() implements FromServer {
        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.success(this);
        }
    }

    /**
     * The heartbeat, of the same type as {@link Ping}.
     *
     * @param lastPingMillis as in {@link Ping}
     * @param revision up to which everything was written before: what its pong proves
     * @param nextPingMillis until the next one, at the latest
     */
    record ProvingPing(long lastPingMillis, long revision, long nextPingMillis) implements FromServer {
        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.ping(this);
        }
    }

    /**
     * The answer to an {@link Identification}, of the same type as {@link Success}.
     *
     * @param revision the mailbox's: one that is lower than before tells the client that the store came back older
     */
    record Identified(long revision) implements FromServer {
        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.identified(this);
        }
    }

    /** The sender wrote while this user was offline. */
    record PushNotification(Badge badge) implements FromServer {
        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.pushNotification(this);
        }
    }

    /** Clear the sender's badge; of the same type as {@link ReadNotification}. */
    record ClearedNotification(Badge badge) implements FromServer {
        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.clearedNotification(this);
        }
    }

    /** What is pending; answers {@link GetNotifications} under the same type. */
    record Notifications(PendingBadges pending) implements FromServer {
        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.notifications(this);
        }
    }

    record Failure(TauriError error) implements FromServer {
        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.failure(this);
        }
    }
}
