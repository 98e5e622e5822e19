package net.tensamin.omega.omikron;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;

/** What Omega sends on the link (SPEC §5), as an answer or by itself. Ids are numbers here. */
record OmikronReply(String type, Optional<Data> data) {
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonBuilderFactory JSON = PROVIDER.createBuilderFactory(Map.of());

    /** Characters that a frame without data has, or a few more. */
    private static final int ENVELOPE = 80;

    private static final String SENDER = "{\"sender_id\":";
    private static final String AMOUNT = ",\"amount\":";

    /** Characters that a pair has at most, with an id of 13 digits and an amount of ten. */
    private static final int PAIR = 48;

    /** What a reply carries. It is written when the reply is sent, as it may be very much. */
    @FunctionalInterface
    interface Data {
        void appendTo(StringBuilder frame);
    }

    /** One frame's text. */
    String frame(String id) {
        StringBuilder frame = new StringBuilder(ENVELOPE);
        frame.append("{\"id\":").append(PROVIDER.createValue(id));
        frame.append(",\"type\":\"").append(type).append('"');
        data.ifPresent(members -> members.appendTo(frame.append(",\"data\":")));
        return frame.append('}').toString();
    }

    static OmikronReply error(OmikronError error) {
        return new OmikronReply(error.wireName(), Optional.empty());
    }

    /**
     * Of a request that changes accounts.
     *
     * @param members what is wrong with which, by their names
     */
    static OmikronReply error(OmikronError error, String message, Map<String, String> members) {
        JsonObjectBuilder faults = object();
        members.forEach(faults::add);
        return of(error.wireName(), object().add("message", message).add("members", faults));
    }

    static OmikronReply success() {
        return new OmikronReply("success", Optional.empty());
    }

    /** @param member of the id that Omega has made or taken */
    static OmikronReply success(String member, long id) {
        return of("success", object().add(member, id));
    }

    static OmikronReply challenge(X448Challenge challenge) {
        return of(
                "challenge", object().add("public_key", challenge.publicKey()).add("challenge", challenge.encrypted()));
    }

    static OmikronReply accepted() {
        return of("identification_response", object().add("accepted", true));
    }

    static OmikronReply ping(long lastPingMillis) {
        return of("ping", object().add("last_ping", lastPingMillis));
    }

    static OmikronReply pong(long lastPingMillis) {
        return of("pong", object().add("last_ping", lastPingMillis));
    }

    static OmikronReply iotaUsers(List<UserId> users) {
        return of("iota_user_data", object().add("user_ids", numbers(users, UserId::value)));
    }

    static OmikronReply noticeTaken() {
        return new OmikronReply("push_notification", Optional.empty());
    }

    static OmikronReply readTaken() {
        return new OmikronReply("read_notification", Optional.empty());
    }

    static OmikronReply notifications(Collection<Badge> pending) {
        return new OmikronReply("get_notifications", Optional.of(frame -> append(pending, frame)));
    }

    /** Without an object for each pair, as there may be very many. */
    private static void append(Collection<Badge> pending, StringBuilder frame) {
        frame.ensureCapacity(frame.length() + PAIR * pending.size());
        frame.append("{\"notifications\":[");
        String separator = "";
        for (Badge pair : pending) {
            frame.append(separator).append(SENDER).append(pair.sender().value());
            frame.append(AMOUNT).append(pair.amount()).append('}');
            separator = ",";
        }
        frame.append("]}");
    }

    static OmikronReply iota(Iota iota, List<OmikronId> omikrons) {
        return of(
                "get_iota_data",
                object().add("iota_id", iota.id().value())
                        .add("public_key", iota.publicKey())
                        .add("omikron_connections", numbers(omikrons, OmikronId::value)));
    }

    /** The profile of SPEC §6. */
    static OmikronReply user(User user, OnlineStatus shown) {
        JsonObjectBuilder profile = object().add("user_id", user.id().value())
                .add("username", user.username())
                .add("display", user.display())
                .add("public_key", user.publicKey())
                .add("iota_id", user.iota().value())
                .add("online_status", shown.wireName())
                .add("sub_level", user.subLevel())
                .add("sub_end", user.subEnd());
        user.about().ifPresent(about -> profile.add("about", about));
        user.avatar()
                .ifPresent(image -> profile.add("avatar", Base64.getEncoder().encodeToString(image)));
        user.statusMessage().ifPresent(message -> profile.add("status_message", message));
        return of("get_user_data", profile);
    }

    private static <T> JsonArrayBuilder numbers(Collection<T> ids, ToLongFunction<T> number) {
        JsonArrayBuilder numbers = JSON.createArrayBuilder();
        ids.forEach(id -> numbers.add(number.applyAsLong(id)));
        return numbers;
    }

    private static JsonObjectBuilder object() {
        return JSON.createObjectBuilder();
    }

    private static OmikronReply of(String type, JsonObjectBuilder data) {
        JsonObject members = data.build();
        return new OmikronReply(type, Optional.of(frame -> frame.append(members)));
    }
}
