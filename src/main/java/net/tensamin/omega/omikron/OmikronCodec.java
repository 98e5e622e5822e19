package net.tensamin.omega.omikron;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;

/** Reads the frames of SPEC §5. Whatever a frame holds, reading it gives a message and no exception. */
final class OmikronCodec {
    /** Those that an Omikron may report; the others follow from who is connected. */
    private static final Set<OnlineStatus> REPORTABLE =
            EnumSet.range(OnlineStatus.USER_ONLINE, OnlineStatus.USER_INVISIBLE);

    /** Reads a message from its envelope and data. */
    private interface Reader extends BiFunction<OmikronFields, OmikronFields, OmikronMessage> {}

    private static final Map<String, Reader> READERS = Map.ofEntries(
            Map.entry(
                    "identification",
                    (frame, data) -> new OmikronMessage.Identification(data.id("omikron", OmikronId::new))),
            Map.entry(
                    "challenge_response",
                    (frame, data) -> new OmikronMessage.ChallengeResponse(data.text("challenge"))),
            Map.entry("ping", (frame, data) -> new OmikronMessage.Ping()),
            Map.entry("pong", (frame, data) -> new OmikronMessage.Pong()),
            Map.entry(
                    "iota_connected",
                    (frame, data) -> new OmikronRequest.IotaConnected(data.id("iota_id", IotaId::new))),
            Map.entry(
                    "iota_disconnected",
                    (frame, data) -> new OmikronRequest.IotaDisconnected(data.id("iota_id", IotaId::new))),
            Map.entry(
                    "user_connected",
                    (frame, data) -> new OmikronRequest.UserConnected(data.user("user_id"), status(data))),
            Map.entry("user_disconnected", (frame, data) -> new OmikronRequest.UserDisconnected(data.user("user_id"))),
            Map.entry(
                    "sync_client_iota_status",
                    (frame, data) ->
                            new OmikronRequest.Sync(data.ids("iota_ids", IotaId::new), data.users("user_ids"))),
            Map.entry(
                    "push_notification",
                    (frame, data) -> new OmikronRequest.Notice(data.user("sender_id"), receiver(frame, data))),
            Map.entry(
                    "read_notification",
                    (frame, data) -> new OmikronRequest.Read(frame.user("sender"), data.user("sender_id"))),
            Map.entry("get_notifications", (frame, data) -> new OmikronRequest.GetNotifications(frame.user("sender"))),
            Map.entry("get_user_data", (frame, data) -> new OmikronRequest.GetUserData(user(data))),
            Map.entry("get_iota_data", (frame, data) -> new OmikronRequest.GetIotaData(iota(data))),
            Map.entry("get_register", (frame, data) -> new OmikronRequest.GetRegister()),
            Map.entry("complete_register_iota", (frame, data) -> new OmikronRequest.RegisterIota(data.members())),
            Map.entry("complete_register_user", (frame, data) -> new OmikronRequest.RegisterUser(data.members())),
            Map.entry(
                    "change_user_data",
                    (frame, data) -> new OmikronRequest.ChangeUser(frame.user("sender"), data.members())),
            Map.entry("change_iota_data", (frame, data) -> new OmikronRequest.ChangeIota(data.members())),
            Map.entry(
                    "delete_user",
                    (frame, data) -> new OmikronRequest.DeleteUser(
                            data.has("user_id") ? data.user("user_id") : frame.user("sender"), data.members())),
            Map.entry("delete_iota", (frame, data) -> new OmikronRequest.DeleteIota(data.members())));

    private OmikronCodec() {}

    static OmikronFrame read(String text) {
        try {
            OmikronFields frame = OmikronFields.parse(text);
            Optional<String> id = id(frame);
            return new OmikronFrame(id.orElseGet(OmikronCodec::newId), message(frame, id.isPresent()));
        } catch (Unreadable noObject) {
            return new OmikronFrame(newId(), new OmikronMessage.Malformed(noObject.error()));
        }
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    private static Optional<String> id(OmikronFields frame) {
        try {
            return frame.has("id") ? Optional.of(frame.text("id")) : Optional.empty();
        } catch (Unreadable noText) {
            return Optional.empty();
        }
    }

    private static OmikronMessage message(OmikronFields frame, boolean hasId) {
        try {
            Reader reader = reader(frame);
            if (frame.has("id") && !hasId) {
                throw new Unreadable(OmikronError.ERROR_INVALID_DATA);
            }
            return reader.apply(frame, frame.object("data"));
        } catch (Unreadable e) {
            return new OmikronMessage.Malformed(e.error());
        }
    }

    private static Reader reader(OmikronFields frame) {
        try {
            return Optional.ofNullable(READERS.get(frame.text("type")))
                    .orElseThrow(() -> new Unreadable(OmikronError.ERROR_PROTOCOL));
        } catch (Unreadable noType) {
            throw new Unreadable(OmikronError.ERROR_PROTOCOL);
        }
    }

    private static Optional<OnlineStatus> status(OmikronFields data) {
        if (!data.has("user_status")) {
            return Optional.empty();
        }
        String word = data.text("user_status");
        return Optional.of(REPORTABLE.stream()
                .filter(status -> status.wireName().equals(word))
                .findFirst()
                .orElseThrow(() -> new Unreadable(OmikronError.ERROR_INVALID_DATA)));
    }

    private static UserId receiver(OmikronFields frame, OmikronFields data) {
        return data.has("receiver_id") ? data.user("receiver_id") : frame.user("receiver");
    }

    private static OmikronRequest.UserReference user(OmikronFields data) {
        return data.has("user_id")
                ? new OmikronRequest.ById(data.user("user_id"))
                : new OmikronRequest.ByUsername(data.text("username"));
    }

    private static OmikronRequest.IotaReference iota(OmikronFields data) {
        return data.has("iota_id") ? new OmikronRequest.ByIota(data.id("iota_id", IotaId::new)) : user(data);
    }
}
