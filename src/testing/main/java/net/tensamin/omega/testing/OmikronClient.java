package net.tensamin.omega.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc7748.X448;

/**
 * An Omikron (SPEC §5), for tests against the server of {@link OmegaDeployment}. Its X448 is not the JDK's, so that it
 * shares nothing with the server's. Answers pings by itself unless mute. Waits with a bound, and fails when that is over.
 * Not thread-safe.
 */
public final class OmikronClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    private static final int NONCE_LENGTH = 12;
    private static final int CUT = 1006; // RFC 6455 §7.4.1

    /** A frame of the server; its data is empty where it has none. */
    public record Message(String id, String type, JsonObject data) {}

    private final Frames frames = new Frames();
    private final WebSocket socket;

    private OmikronClient(WebSocket.Builder builder, URI endpoint) {
        socket = await(builder.buildAsync(endpoint, frames));
    }

    /** Connected, and not identified. */
    public static OmikronClient connect() throws GeneralSecurityException, IOException {
        return connect(OmegaDeployment.https());
    }

    /** Connected to a server that may be another. */
    public static OmikronClient connect(URI server) throws GeneralSecurityException, IOException {
        URI https = server.resolve("ws/omikron");
        HttpClient client =
                HttpClient.newBuilder().sslContext(OmegaTls.anonymous()).build();
        return new OmikronClient(
                client.newWebSocketBuilder(),
                URI.create("wss" + https.toString().substring("https".length())));
    }

    /** Identified as the demo's Omikron 1. */
    public static OmikronClient identified() throws GeneralSecurityException, IOException, InterruptedException {
        return identified(OmegaDeployment.https(), key().getInt("omikron_id"));
    }

    /** Identified as an Omikron with the key of the demo's. */
    public static OmikronClient identified(URI server, long omikron)
            throws GeneralSecurityException, IOException, InterruptedException {
        OmikronClient client = connect(server);
        Message accepted = client.ask("challenge_response", client.solved(client.identify(omikron)));
        if (!accepted.data().getBoolean("accepted", false)) {
            throw new IllegalStateException("not accepted: " + accepted);
        }
        return client;
    }

    /** Asks for a challenge. */
    public Message identify() throws IOException, InterruptedException {
        return identify(key().getInt("omikron_id"));
    }

    private Message identify(long omikron) throws InterruptedException {
        return ask("identification", numbers("omikron", omikron));
    }

    /** The data of the answer to a challenge. */
    public JsonObject solved(Message challenge) throws GeneralSecurityException, IOException {
        return answer(base64(key(), "private_key"), challenge.data());
    }

    /** The data of the answer to a challenge, for the owner of this raw X448 key. */
    public static JsonObject answer(byte[] privateKey, JsonObject challenge) throws GeneralSecurityException {
        byte[] secret = new byte[X448.POINT_SIZE];
        if (!X448.calculateAgreement(privateKey, 0, base64(challenge, "public_key"), 0, secret, 0)) {
            throw new GeneralSecurityException("no shared secret");
        }
        byte[] sealed = base64(challenge, "challenge");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(secret), "AES"),
                new GCMParameterSpec(128, sealed, 0, NONCE_LENGTH));
        byte[] text = cipher.doFinal(Arrays.copyOfRange(sealed, NONCE_LENGTH, sealed.length));
        return Json.createObjectBuilder()
                .add("challenge", new String(text, UTF_8))
                .build();
    }

    /** A message notice; returns when it is acknowledged. */
    public void notice(long sender, long receiver) throws InterruptedException {
        expect("push_notification", ask("push_notification", numbers("sender_id", sender, "receiver_id", receiver)));
    }

    /** A read; returns when it is acknowledged. */
    public void read(long reader, long sender) throws InterruptedException {
        JsonObjectBuilder frame = frame("read_notification", numbers("sender_id", sender));
        expect("read_notification", ask(frame.add("sender", reader)));
    }

    public void iotaConnected(long iota) throws InterruptedException {
        expect("iota_user_data", ask("iota_connected", numbers("iota_id", iota)));
    }

    public void iotaDisconnected(long iota) throws InterruptedException {
        report("iota_disconnected", numbers("iota_id", iota));
    }

    public void userConnected(long user) throws InterruptedException {
        report("user_connected", numbers("user_id", user));
    }

    public void userConnected(long user, String status) throws InterruptedException {
        report(
                "user_connected",
                Json.createObjectBuilder(numbers("user_id", user))
                        .add("user_status", status)
                        .build());
    }

    public void userDisconnected(long user) throws InterruptedException {
        report("user_disconnected", numbers("user_id", user));
    }

    public void sync(long[] iotas, long[] users) throws InterruptedException {
        report(
                "sync_client_iota_status",
                Json.createObjectBuilder()
                        .add("iota_ids", array(iotas))
                        .add("user_ids", array(users))
                        .build());
    }

    /** Sends a report that is not answered, and waits until it was processed. */
    private void report(String type, JsonObject data) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        send(frame(type, data).add("id", id).build().toString());
        expect("pong", ask("ping", numbers("last_ping", -1)));
        if (frames.replies.stream().anyMatch(reply -> reply.id().equals(id))) {
            throw new IllegalStateException(type + " was answered: " + frames.replies);
        }
    }

    /** Sends a request with an id of its own and waits for its reply. */
    public Message ask(String type, JsonObject data) throws InterruptedException {
        return ask(frame(type, data));
    }

    private Message ask(JsonObjectBuilder frame) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        send(frame.add("id", id).build().toString());
        Message reply = reply();
        if (!reply.id().equals(id)) {
            throw new IllegalStateException("this does not answer " + id + ": " + reply);
        }
        return reply;
    }

    /** Sends any text as one frame. */
    public void send(String text) {
        await(frames.send(socket, open -> open.sendText(text, true)));
    }

    /** Begins to send; done when the text has left for the server, in the order of the calls. */
    public CompletableFuture<?> beginSend(String text) {
        return frames.send(socket, open -> open.sendText(text, true));
    }

    public void sendBinary(byte[] bytes) {
        await(frames.send(socket, open -> open.sendBinary(ByteBuffer.wrap(bytes), true)));
    }

    /** From now on pings are not answered. */
    public void mute() {
        frames.mute = true;
    }

    /** The next frame of the server that is not a ping. */
    public Message reply() throws InterruptedException {
        return next(frames.replies);
    }

    /** A frame of the server that is not a ping and has already come, without waiting. */
    public Optional<Message> replyNow() {
        return Optional.ofNullable(frames.replies.poll());
    }

    /** Whether the connection has ended, in whatever way: nothing comes any more. */
    public boolean ended() {
        return frames.closeCode.isDone();
    }

    /** The next ping of the server. */
    public Message ping() throws InterruptedException {
        return next(frames.pings);
    }

    /** The longest time from one ping to the next, or until now, since the last call. */
    public Duration takeLongestBetweenPings() {
        return frames.betweenPings.take();
    }

    /** Waits for the server to close. */
    public int closeCode() {
        return await(frames.closeCode);
    }

    /** Says goodbye and waits for the server's. */
    @Override
    public void close() {
        if (!frames.closeCode.isDone()) {
            await(frames.send(socket, open -> open.sendClose(WebSocket.NORMAL_CLOSURE, "")));
            closeCode();
        }
    }

    /** Cuts the connection without a goodbye. */
    public void cut() {
        frames.closeCode.complete(CUT);
        socket.abort();
    }

    public static JsonObject numbers(String name, long value) {
        return Json.createObjectBuilder().add(name, value).build();
    }

    public static JsonObject numbers(String name, long value, String otherName, long otherValue) {
        return Json.createObjectBuilder()
                .add(name, value)
                .add(otherName, otherValue)
                .build();
    }

    private static JsonArrayBuilder array(long[] values) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        Arrays.stream(values).forEach(array::add);
        return array;
    }

    private static JsonObjectBuilder frame(String type, JsonObject data) {
        return Json.createObjectBuilder().add("type", type).add("data", data);
    }

    private static void expect(String type, Message reply) {
        if (!reply.type().equals(type)) {
            throw new IllegalStateException("expected " + type + ", got " + reply);
        }
    }

    private Message next(BlockingQueue<Message> messages) throws InterruptedException {
        Message message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            String link = ended() ? "closed it with " + frames.closeCode.join() : "left it open";
            throw new IllegalStateException("the server sent nothing for " + PATIENCE_SECONDS + " s, and " + link);
        }
        return message;
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static JsonObject key() throws IOException {
        Path file = OmegaDeployment.data().resolve("demo/omikron-1.json");
        try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
            return reader.readObject();
        }
    }

    private static byte[] base64(JsonObject object, String name) {
        return Base64.getDecoder().decode(object.getString(name));
    }

    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<Message> replies = new LinkedBlockingQueue<>();
        private final BlockingQueue<Message> pings = new LinkedBlockingQueue<>();
        private final LongestPause betweenPings = new LongestPause(System::nanoTime);
        private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(null);
        private volatile boolean mute;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(socket, text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(WebSocket socket, String text) {
            try (JsonReader reader = Json.createReader(new StringReader(text))) {
                JsonObject object = reader.readObject();
                JsonValue data = object.getOrDefault("data", JsonValue.EMPTY_JSON_OBJECT);
                Message message = new Message(object.getString("id"), object.getString("type"), data.asJsonObject());
                if (!message.type().equals("ping")) {
                    replies.add(message);
                    return;
                }
                betweenPings.mark();
                pings.add(message);
                if (!mute) {
                    String pong = frame("pong", message.data())
                            .add("id", message.id())
                            .build()
                            .toString();
                    send(socket, open -> open.sendText(pong, true));
                }
            }
        }

        /** A socket takes one frame at a time. */
        synchronized CompletableFuture<WebSocket> send(
                WebSocket socket, Function<WebSocket, CompletableFuture<WebSocket>> frame) {
            sent = sent.handle((former, failure) -> socket).thenCompose(frame);
            return sent;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closeCode.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closeCode.completeExceptionally(error);
        }
    }
}
