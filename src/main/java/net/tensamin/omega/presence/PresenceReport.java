package net.tensamin.omega.presence;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.presence.PresenceChanged.Cause;

/** What a link reported, with everything that a node needs to know about it, so that every node concludes the same. */
sealed interface PresenceReport {
    LinkEpoch link();

    /** Why users go offline by it. */
    default Cause offlineCause() {
        return Cause.LOST;
    }

    void accept(Handler handler);

    /** All that an earlier link of the Omikron reported is lost with that link. */
    record Opened(LinkEpoch link) implements PresenceReport {
        @Override
        public void accept(Handler handler) {
            handler.opened(this);
        }
    }

    record Closed(LinkEpoch link) implements PresenceReport {
        @Override
        public void accept(Handler handler) {
            handler.closed(this);
        }
    }

    /** @param users all whose home the Iota is */
    record IotaConnected(LinkEpoch link, IotaId iota, Set<UserId> users) implements PresenceReport {
        @Override
        public void accept(Handler handler) {
            handler.iotaConnected(this);
        }
    }

    record IotaDisconnected(LinkEpoch link, IotaId iota) implements PresenceReport {
        @Override
        public void accept(Handler handler) {
            handler.iotaDisconnected(this);
        }
    }

    /** @param status what the profile is to show; when empty, what it showed last */
    record UserConnected(LinkEpoch link, UserId user, IotaId home, Optional<OnlineStatus> status)
            implements PresenceReport {
        @Override
        public Cause offlineCause() {
            return Cause.REPORTED;
        }

        @Override
        public void accept(Handler handler) {
            handler.userConnected(this);
        }
    }

    /** @param home where the user was online */
    record UserDisconnected(LinkEpoch link, UserId user, IotaId home) implements PresenceReport {
        @Override
        public Cause offlineCause() {
            return Cause.REPORTED;
        }

        @Override
        public void accept(Handler handler) {
            handler.userDisconnected(this);
        }
    }

    /** A report of the user has ended with its Iota. */
    record UserLost(LinkEpoch link, UserId user, IotaId home) implements PresenceReport {
        @Override
        public void accept(Handler handler) {
            handler.userLost(this);
        }
    }

    /**
     * @param iotas each Iota with all whose home it is
     * @param users each connected user with its home
     */
    record Sync(LinkEpoch link, Map<IotaId, Set<UserId>> iotas, Map<UserId, IotaId> users) implements PresenceReport {
        @Override
        public void accept(Handler handler) {
            handler.sync(this);
        }
    }

    interface Handler {
        void opened(Opened report);

        void closed(Closed report);

        void iotaConnected(IotaConnected report);

        void iotaDisconnected(IotaDisconnected report);

        void userConnected(UserConnected report);

        void userDisconnected(UserDisconnected report);

        void userLost(UserLost report);

        void sync(Sync report);
    }
}
