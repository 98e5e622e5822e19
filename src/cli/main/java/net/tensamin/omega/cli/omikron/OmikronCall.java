package net.tensamin.omega.cli.omikron;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;

/** A message from an Omikron (SPEC §5). Immutable. */
record OmikronCall(String id, JsonObject json) {

    static OmikronCall of(String type, JsonObject data) {
        String id = UUID.randomUUID().toString();
        JsonObjectBuilder message =
                Json.createObjectBuilder().add("id", id).add("type", type).add("data", data);
        return new OmikronCall(id, message.build());
    }

    static OmikronCall of(String type, String member, long value) {
        return of(type, Json.createObjectBuilder().add(member, value).build());
    }

    static OmikronCall ping() {
        return of("ping", "last_ping", -1);
    }

    /** A message notice (SPEC §4). */
    static OmikronCall notice(long from, long to) {
        JsonObjectBuilder data =
                Json.createObjectBuilder().add("sender_id", from).add("receiver_id", to);
        return of("push_notification", data.build());
    }

    static OmikronCall read(long reader, long sender) {
        return of("read_notification", "sender_id", sender).from(reader);
    }

    static OmikronCall getNotifications(long user) {
        return of("get_notifications", JsonValue.EMPTY_JSON_OBJECT).from(user);
    }

    /** A look-up by whichever is not null. */
    static OmikronCall lookUp(String type, Long iota, Long user, String username) {
        if (iota != null) {
            return of(type, "iota_id", iota);
        }
        return user != null
                ? of(type, "user_id", user)
                : of(type, Json.createObjectBuilder().add("username", username).build());
    }

    /** @param status null to leave what profiles show as it is */
    static OmikronCall userConnected(long user, String status) {
        JsonObjectBuilder data = Json.createObjectBuilder().add("user_id", user);
        if (status != null) {
            data.add("user_status", status);
        }
        return of("user_connected", data.build());
    }

    /** All presence of this Omikron; null means none. */
    static OmikronCall sync(List<Long> iotas, List<Long> users) {
        JsonObjectBuilder data =
                Json.createObjectBuilder().add("iota_ids", ids(iotas)).add("user_ids", ids(users));
        return of("sync_client_iota_status", data.build());
    }

    private static JsonArrayBuilder ids(List<Long> ids) {
        return Json.createArrayBuilder(ids == null ? List.of() : ids);
    }

    /** The same, sent on behalf of a user. */
    private OmikronCall from(long sender) {
        return new OmikronCall(
                id, Json.createObjectBuilder(json).add("sender", sender).build());
    }
}
