package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.badge.Badge;

/** Writes the server's messages as lines (SPEC §2): {@code type}, {@code id} of a reply, {@code data}. */
final class TauriLine implements TauriMessage.ServerHandler<JsonObjectBuilder> {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final TauriLine UNASKED = new TauriLine(Optional.empty());

    private final Optional<String> id;

    private TauriLine(Optional<String> id) {
        this.id = id;
    }

    /** The line of a reply, which carries the id of what it answers. */
    static byte[] reply(String id, TauriMessage.FromServer message) {
        return bytes(message.accept(new TauriLine(Optional.of(id))));
    }

    /** The line of a message that the server starts by itself. */
    static byte[] of(TauriMessage.FromServer message) {
        return bytes(message.accept(UNASKED));
    }

    private static byte[] bytes(JsonObjectBuilder line) {
        return line.build().toString().getBytes(UTF_8);
    }

    private JsonObjectBuilder type(String type) {
        JsonObjectBuilder line = JSON.createObjectBuilder().add("type", type);
        id.ifPresent(text -> line.add("id", text));
        return line;
    }

    private static JsonObjectBuilder data(Badge badge) {
        return JSON.createObjectBuilder()
                .add("sender_id", badge.sender().toString())
                .add("amount", badge.amount())
                .add("revision", badge.revision());
    }

    @Override
    public JsonObjectBuilder success(TauriMessage.Success success) {
        return type("success");
    }

    @Override
    public JsonObjectBuilder identified(TauriMessage.Identified identified) {
        return type("success").add("data", JSON.createObjectBuilder().add("revision", identified.revision()));
    }

    @Override
    public JsonObjectBuilder ping(TauriMessage.ProvingPing ping) {
        JsonObjectBuilder data = JSON.createObjectBuilder()
                .add("last_ping", ping.lastPingMillis())
                .add("revision", ping.revision())
                .add("next_ping", ping.nextPingMillis());
        return type("ping").add("data", data);
    }

    @Override
    public JsonObjectBuilder pong(TauriMessage.Pong pong) {
        return type("pong").add("data", JSON.createObjectBuilder().add("last_ping", pong.lastPingMillis()));
    }

    @Override
    public JsonObjectBuilder pushNotification(TauriMessage.PushNotification push) {
        return type("push_notification").add("data", data(push.badge()));
    }

    @Override
    public JsonObjectBuilder clearedNotification(TauriMessage.ClearedNotification cleared) {
        return type("read_notification").add("data", data(cleared.badge()));
    }

    @Override
    public JsonObjectBuilder notifications(TauriMessage.Notifications notifications) {
        JsonArrayBuilder pending = JSON.createArrayBuilder();
        notifications.pending().badges().forEach(badge -> pending.add(data(badge)));
        JsonObjectBuilder data = JSON.createObjectBuilder()
                .add("revision", notifications.pending().revision())
                .add("notifications", pending);
        return type("get_notifications").add("data", data);
    }

    @Override
    public JsonObjectBuilder failure(TauriMessage.Failure failure) {
        return type(failure.error().wireName());
    }
}
