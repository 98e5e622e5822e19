package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.quic.streams.LongLine;

/** Writes the server's messages as lines (SPEC §2): {@code type}, {@code id} of a reply, {@code data}. */
final class TauriLine implements TauriMessage.ServerHandler<byte[]> {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final TauriLine UNASKED = new TauriLine(Optional.empty());

    private final Optional<String> id;

    private TauriLine(Optional<String> id) {
        this.id = id;
    }

    /** The line of a reply, which carries the id of what it answers. */
    static byte[] reply(String id, TauriMessage.FromServer message) {
        return message.accept(new TauriLine(Optional.of(id)));
    }

    /** The same for an answer that may be very long. */
    static LongLine inParts(String id, TauriMessage.Notifications notifications) {
        return new TauriLine(Optional.of(id)).inParts(notifications.pending());
    }

    /** The line of a message that the server starts by itself. */
    static byte[] of(TauriMessage.FromServer message) {
        return message.accept(UNASKED);
    }

    private static byte[] bytes(JsonObjectBuilder line) {
        return line.build().toString().getBytes(UTF_8);
    }

    private JsonObjectBuilder type(String type) {
        JsonObjectBuilder line = JSON.createObjectBuilder().add("type", type);
        id.ifPresent(text -> line.add("id", text));
        return line;
    }

    /** Written for each notice, and nothing but digits and fixed text: no object is made for it. No request asks for one, so it has no id. */
    private static byte[] badge(String type, Badge badge) {
        String line = "{\"type\":\"" + type
                + "\",\"data\":{\"sender_id\":\"" + badge.sender()
                + "\",\"amount\":" + badge.amount()
                + ",\"revision\":" + badge.revision()
                + "}}";
        return line.getBytes(US_ASCII);
    }

    @Override
    public byte[] success(TauriMessage.Success success) {
        return bytes(type("success"));
    }

    @Override
    public byte[] identified(TauriMessage.Identified identified) {
        return bytes(type("success").add("data", JSON.createObjectBuilder().add("revision", identified.revision())));
    }

    @Override
    public byte[] ping(TauriMessage.ProvingPing ping) {
        JsonObjectBuilder data = JSON.createObjectBuilder()
                .add("last_ping", ping.lastPingMillis())
                .add("revision", ping.revision())
                .add("next_ping", ping.nextPingMillis());
        return bytes(type("ping").add("data", data));
    }

    @Override
    public byte[] pong(TauriMessage.Pong pong) {
        return bytes(type("pong").add("data", JSON.createObjectBuilder().add("last_ping", pong.lastPingMillis())));
    }

    @Override
    public byte[] pushNotification(TauriMessage.PushNotification push) {
        return badge("push_notification", push.badge());
    }

    @Override
    public byte[] clearedNotification(TauriMessage.ClearedNotification cleared) {
        return badge("read_notification", cleared.badge());
    }

    @Override
    public byte[] notifications(TauriMessage.Notifications notifications) {
        return inParts(notifications.pending()).whole();
    }

    private LongLine inParts(PendingBadges pending) {
        JsonObjectBuilder data = JSON.createObjectBuilder()
                .add("revision", pending.revision())
                .add("notifications", JsonValue.EMPTY_JSON_ARRAY);
        JsonObject without = type("get_notifications").add("data", data).build();
        return PendingParts.line(without.toString(), pending.badges());
    }

    @Override
    public byte[] failure(TauriMessage.Failure failure) {
        return bytes(type(failure.error().wireName()));
    }
}
