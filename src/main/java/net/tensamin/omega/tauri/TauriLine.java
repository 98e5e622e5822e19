package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;

/** Writes the server's messages as lines (SPEC §2). */
final class TauriLine implements TauriMessage.ServerHandler<JsonObjectBuilder> {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final TauriLine WRITER = new TauriLine();

    private TauriLine() {}

    /** The line of a reply, which carries the id of what it answers. */
    static byte[] reply(String id, TauriMessage.FromServer message) {
        return bytes(message.accept(WRITER).add("id", id));
    }

    /** The line of a message that the server starts by itself. */
    static byte[] of(TauriMessage.FromServer message) {
        return bytes(message.accept(WRITER));
    }

    private static byte[] bytes(JsonObjectBuilder line) {
        return line.build().toString().getBytes(UTF_8);
    }

    private static JsonObjectBuilder type(String type) {
        return JSON.createObjectBuilder().add("type", type);
    }

    private static JsonObjectBuilder heartbeat(String type, long lastPingMillis) {
        return type(type).add("data", JSON.createObjectBuilder().add("last_ping", lastPingMillis));
    }

    private static JsonObjectBuilder badge(String type, UserId sender) {
        return type(type).add("data", JSON.createObjectBuilder().add("sender_id", sender.toString()));
    }

    @Override
    public JsonObjectBuilder success(TauriMessage.Success success) {
        return type("success");
    }

    @Override
    public JsonObjectBuilder ping(TauriMessage.Ping ping) {
        return heartbeat("ping", ping.lastPingMillis());
    }

    @Override
    public JsonObjectBuilder pong(TauriMessage.Pong pong) {
        return heartbeat("pong", pong.lastPingMillis());
    }

    @Override
    public JsonObjectBuilder pushNotification(TauriMessage.PushNotification push) {
        return badge("push_notification", push.sender());
    }

    @Override
    public JsonObjectBuilder readNotification(TauriMessage.ReadNotification read) {
        return badge("read_notification", read.sender());
    }

    @Override
    public JsonObjectBuilder notifications(TauriMessage.Notifications notifications) {
        JsonArrayBuilder pending = JSON.createArrayBuilder();
        for (Badge badge : notifications.pending()) {
            pending.add(JSON.createObjectBuilder()
                    .add("sender_id", badge.sender().toString())
                    .add("amount", badge.amount()));
        }
        return type("get_notifications").add("data", JSON.createObjectBuilder().add("notifications", pending));
    }

    @Override
    public JsonObjectBuilder failure(TauriMessage.Failure failure) {
        return type(failure.error().wireName());
    }
}
