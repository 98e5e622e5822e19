package net.tensamin.omega.tauri;

import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;

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

        R ping(Ping ping);

        R pong(Pong pong);

        R pushNotification(PushNotification push);

        R readNotification(ReadNotification read);

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
     * A heartbeat.
     *
     * @param lastPingMillis the sender's round trip of its last answered ping, -1 before the first
     */
    record Ping(long lastPingMillis) implements FromClient, FromServer {
        @Override
        public <R> R accept(ClientHandler<R> handler) {
            return handler.ping(this);
        }

        @Override
        public <R> R accept(ServerHandler<R> handler) {
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

    /** From a client: this device read the sender's messages. From the server: clear the sender's badge. */
    record ReadNotification(UserId sender) implements FromClient, FromServer {
        @Override
        public <R> R accept(ClientHandler<R> handler) {
            return handler.readNotification(this);
        }

        @Override
        public <R> R accept(ServerHandler<R> handler) {
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

    /** The sender wrote while this user was offline. */
    record PushNotification(UserId sender) implements FromServer {
        @Override
        public <R> R accept(ServerHandler<R> handler) {
            return handler.pushNotification(this);
        }
    }

    /** What is pending; answers {@link GetNotifications} under the same type. */
    record Notifications(List<Badge> pending) implements FromServer {
        public Notifications {
            pending = List.copyOf(pending);
        }

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
