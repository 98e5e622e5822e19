package net.tensamin.omega.canary;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.security.cert.CertificateException;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.account.UserId;

/** One try, step by step. Blocks; closing the phone that it uses ends it. Not thread-safe. */
final class CanaryRun {
    private final UserId user;
    private final Server server;
    private final LongSupplier nanos;
    private final LongConsumer pushNanos;
    private volatile Step step = Step.RESET;

    /** What a try needs of the server. */
    interface Server {
        /** Returns after the commit. */
        void read(UserId reader, UserId sender) throws Exception;

        /** Returns after the commit. */
        void notice(UserId sender, UserId receiver) throws Exception;

        Phone connect() throws IOException;
    }

    /** A connected device. */
    interface Phone extends AutoCloseable {
        /** @throws CertificateException if it is not valid now */
        void checkServer() throws CertificateException;

        void send(String line) throws IOException;

        /** Waits for the next line. */
        String receive() throws IOException;

        @Override
        void close();
    }

    /** @param pushNanos told the time from the notice to its push on the device */
    CanaryRun(UserId user, Server server, LongSupplier nanos, LongConsumer pushNanos) {
        this.user = user;
        this.server = server;
        this.nanos = nanos;
        this.pushNanos = pushNanos;
    }

    /** The step it is at, or failed at. */
    Step step() {
        return step;
    }

    /** Returns when all went well. */
    void run() throws Exception {
        server.read(user, user);
        step = Step.CONNECT;
        try (Phone phone = server.connect()) {
            phone.checkServer();
            step = Step.IDENTIFY;
            phone.send("{\"type\":\"tauri_identification\",\"id\":\"i\",\"data\":{\"user_id\":\"" + user + "\"}}");
            awaitReply(phone, "i", "success");
            step = Step.PUSH;
            long noticed = nanos.getAsLong();
            server.notice(user, user);
            await(phone, this::isPush);
            pushNanos.accept(nanos.getAsLong() - noticed);
            step = Step.PROOF;
            phone.send("{\"type\":\"ping\",\"id\":\"p\",\"data\":{\"last_ping\":0}}");
            await(phone, message -> type(message).equals("ping"));
            phone.send("{\"type\":\"pong\",\"data\":{\"last_ping\":0}}");
            phone.send("{\"type\":\"ping\",\"id\":\"q\",\"data\":{\"last_ping\":0}}");
            awaitReply(phone, "q", "pong");
            step = Step.READ;
            phone.send("{\"type\":\"read_notification\",\"id\":\"r\",\"data\":{\"sender_id\":\"" + user + "\"}}");
            await(phone, this::isClear);
            awaitReply(phone, "r", "success");
        }
    }

    private boolean isPush(JsonObject message) {
        return type(message).equals("push_notification") && isOfItself(message);
    }

    private boolean isClear(JsonObject message) {
        return type(message).equals("read_notification") && isOfItself(message);
    }

    private boolean isOfItself(JsonObject message) {
        return message.getJsonObject("data").getString("sender_id").equals(user.toString());
    }

    private static void awaitReply(Phone phone, String id, String type) throws IOException {
        JsonObject reply = await(phone, message -> message.getString("id", "").equals(id));
        if (!type(reply).equals(type)) {
            throw new IOException("answered " + type(reply));
        }
    }

    /** What comes before is ignored: the device may be sent again what it had. */
    private static JsonObject await(Phone phone, Predicate<JsonObject> wanted) throws IOException {
        while (true) {
            try (JsonReader reader = Json.createReader(new StringReader(phone.receive()))) {
                JsonObject message = reader.readObject();
                if (wanted.test(message)) {
                    return message;
                }
            }
        }
    }

    private static String type(JsonObject message) {
        return message.getString("type");
    }
}
