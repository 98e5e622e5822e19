package net.tensamin.omega.omikron;

import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Snapshot;

/** What an identified Omikron reports and asks: the table of SPEC §5. */
sealed interface OmikronRequest extends OmikronMessage {

    /** In messages: a transaction of its own. */
    int REGISTRATION_COST = 20;

    <R> R answer(Answers<R> answers);

    @Override
    default <R> R accept(Handler<R> handler) {
        return handler.request(this);
    }

    interface Answers<R> {
        R iotaConnected(IotaConnected report);

        R iotaDisconnected(IotaDisconnected report);

        R userConnected(UserConnected report);

        R userDisconnected(UserDisconnected report);

        R sync(Sync report);

        R notice(Notice notice);

        R read(Read read);

        R getNotifications(GetNotifications get);

        R getUserData(GetUserData get);

        R getIotaData(GetIotaData get);

        R getRegister(GetRegister get);

        R registerIota(RegisterIota register);

        R registerUser(RegisterUser register);

        R changeUser(ChangeUser change);

        R changeIota(ChangeIota change);

        R deleteUser(DeleteUser delete);

        R deleteIota(DeleteIota delete);
    }

    record IotaConnected(IotaId iota) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.iotaConnected(this);
        }
    }

    record IotaDisconnected(IotaId iota) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.iotaDisconnected(this);
        }
    }

    record UserConnected(UserId user, Optional<OnlineStatus> status) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.userConnected(this);
        }
    }

    record UserDisconnected(UserId user) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.userDisconnected(this);
        }
    }

    /** {@code sync_client_iota_status}: all that is connected to this Omikron now. */
    record Sync(Set<IotaId> iotas, Set<UserId> users) implements OmikronRequest {
        public Sync {
            iotas = Snapshot.of(iotas);
            users = Snapshot.of(users);
        }

        /** Each id is looked up. */
        @Override
        public int cost() {
            return Math.max(1, iotas.size() + users.size());
        }

        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.sync(this);
        }
    }

    /** {@code push_notification}: a message notice (SPEC §4). */
    record Notice(UserId sender, UserId receiver) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.notice(this);
        }
    }

    /** {@code read_notification}: a read (SPEC §4). */
    record Read(UserId reader, UserId sender) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.read(this);
        }
    }

    record GetNotifications(UserId user) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.getNotifications(this);
        }
    }

    record GetUserData(UserReference user) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.getUserData(this);
        }
    }

    record GetIotaData(IotaReference iota) implements OmikronRequest {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.getIotaData(this);
        }
    }

    /** What registers, changes or removes an account; the registry reads its data. */
    sealed interface Registration extends OmikronRequest {
        @Override
        default int cost() {
            return REGISTRATION_COST;
        }
    }

    /** {@code get_register}: asks for an id for a user. */
    record GetRegister() implements Registration {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.getRegister(this);
        }
    }

    /** {@code complete_register_iota}. */
    record RegisterIota(JsonObject data) implements Registration {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.registerIota(this);
        }
    }

    /** {@code complete_register_user}. */
    record RegisterUser(JsonObject data) implements Registration {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.registerUser(this);
        }
    }

    /** {@code change_user_data}. */
    record ChangeUser(UserId user, JsonObject data) implements Registration {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.changeUser(this);
        }
    }

    /** {@code change_iota_data}. */
    record ChangeIota(JsonObject data) implements Registration {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.changeIota(this);
        }
    }

    /** {@code delete_user}. */
    record DeleteUser(UserId user, JsonObject data) implements Registration {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.deleteUser(this);
        }
    }

    /** {@code delete_iota}. */
    record DeleteIota(JsonObject data) implements Registration {
        @Override
        public <R> R answer(Answers<R> answers) {
            return answers.deleteIota(this);
        }
    }

    /** By what an Iota is looked up: itself or one of its users. */
    sealed interface IotaReference {}

    /** By what a user is looked up. */
    sealed interface UserReference extends IotaReference {}

    record ByIota(IotaId iota) implements IotaReference {}

    record ById(UserId user) implements UserReference {}

    record ByUsername(String username) implements UserReference {}
}
