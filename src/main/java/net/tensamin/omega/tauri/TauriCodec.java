package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.tensamin.omega.account.UserId;

/** Reads the lines of SPEC §2. Whatever a line holds, reading it gives a request and no exception. */
final class TauriCodec {
    private static final String IDENTIFICATION = "tauri_identification";
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    private static final Map<String, Function<TauriEnvelope, TauriMessage.FromClient>> MESSAGES = Map.of(
            IDENTIFICATION,
            line -> new TauriMessage.Identification(user(line.datum("user_id"))),
            "ping",
            line -> new TauriMessage.Ping(number(line.datum("last_ping"))),
            "pong",
            line -> new TauriMessage.Pong(number(line.datum("last_ping"))),
            "read_notification",
            line -> new TauriMessage.ReadNotification(user(line.datum("sender_id"))),
            "get_notifications",
            line -> new TauriMessage.GetNotifications());

    private TauriCodec() {}

    static TauriRequest read(byte[] utf8) {
        try {
            String line = UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            TauriEnvelope envelope = TauriEnvelope.parse(line);
            return new TauriRequest(id(envelope).orElseGet(TauriCodec::newId), message(envelope));
        } catch (CharacterCodingException
                | JsonException
                | NoSuchElementException
                | TauriEnvelope.NotAnObject notAnObject) {
            return new TauriRequest(newId(), new TauriMessage.Malformed(TauriError.ERROR_PROTOCOL, false));
        }
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Text with half a surrogate pair cannot be sent back. */
    private static Optional<String> id(TauriEnvelope envelope) {
        TauriEnvelope.Value id = envelope.member("id");
        return id.string() && UTF_8.newEncoder().canEncode(id.text()) ? Optional.of(id.text()) : Optional.empty();
    }

    private static TauriMessage.FromClient message(TauriEnvelope envelope) {
        TauriEnvelope.Value type = envelope.member("type");
        Function<TauriEnvelope, TauriMessage.FromClient> message = MESSAGES.get(type.string() ? type.text() : "");
        if (message == null) {
            return new TauriMessage.Malformed(TauriError.ERROR_PROTOCOL, false);
        }
        try {
            requireSound(envelope);
            return message.apply(envelope);
        } catch (Unreadable e) {
            return new TauriMessage.Malformed(e.error, type.text().equals(IDENTIFICATION));
        }
    }

    private static void requireSound(TauriEnvelope envelope) {
        TauriEnvelope.Value data = envelope.member("data");
        boolean idSound = envelope.member("id").absent() || id(envelope).isPresent();
        if (!idSound || !(data.absent() || data.object())) {
            throw new Unreadable(TauriError.ERROR_INVALID_DATA);
        }
    }

    /** An integer that no user can have is an invalid id; what is no integer is invalid data. */
    private static UserId user(TauriEnvelope.Value value) {
        String digits = integer(value, value.string() || value.number());
        try {
            return UserId.parse(digits);
        } catch (IllegalArgumentException beyondRange) {
            throw new Unreadable(TauriError.ERROR_INVALID_USER_ID);
        }
    }

    private static long number(TauriEnvelope.Value value) {
        String digits = integer(value, value.number());
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException beyondRange) {
            throw new Unreadable(TauriError.ERROR_INVALID_DATA);
        }
    }

    private static String integer(TauriEnvelope.Value value, boolean rightKind) {
        if (!rightKind || !INTEGER.matcher(value.text()).matches()) {
            throw new Unreadable(TauriError.ERROR_INVALID_DATA);
        }
        return value.text();
    }

    /** A message whose type is known and whose members are not what it needs. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final TauriError error;

        Unreadable(TauriError error) {
            super(error.wireName(), null, false, false);
            this.error = error;
        }
    }
}
