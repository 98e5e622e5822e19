package net.tensamin.omega.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.OmikronClient;

/**
 * One Omikron that sends ahead of its acknowledgements, as far as its window. A WebSocket of its own (RFC 6455), so that
 * many frames go out in one write and no thread changes between them. One thread sends, another receives. It answers no
 * pings: what it sends keeps the link open.
 */
public final class OmikronLoadLink implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final int BUFFER = 1 << 16;
    private static final int TEXT = 0x81; // FIN, opcode 1
    private static final int MASKED = 0x80;
    private static final int NO_MASK = 0; // a key that changes nothing
    private static final int SHORT_LENGTH = 126;

    private final Semaphore window;
    private final int size;
    private final LongAdder acknowledged;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile String failure;
    private long lastId;

    public OmikronLoadLink(SSLContext tls, URI endpoint, int window, LongAdder acknowledged) throws IOException {
        this.size = window;
        this.window = new Semaphore(window);
        this.acknowledged = acknowledged;
        this.socket = tls.getSocketFactory().createSocket(endpoint.getHost(), endpoint.getPort());
        this.socket.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
        upgrade(endpoint);
    }

    private void upgrade(URI endpoint) throws IOException {
        out.writeBytes("GET " + endpoint.getPath() + " HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        out.flush();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException(head.toString());
        }
    }

    public void identify(Population population, long omikron) throws GeneralSecurityException, IOException {
        JsonObject challenge = ask("identification", "{\"omikron\":" + omikron + "}");
        JsonObject answer = OmikronClient.answer(population.omikronKey(), challenge.getJsonObject("data"));
        JsonObject accepted = ask("challenge_response", answer.toString());
        if (!accepted.getString("type").equals("identification_response")) {
            throw new IOException(accepted.toString());
        }
    }

    private JsonObject ask(String type, String data) throws IOException {
        send(type, data);
        out.flush();
        try (JsonReader reader = Json.createReader(new StringReader(read()))) {
            return reader.readObject();
        }
    }

    /** To be called once before each notice. */
    public void awaitWindow() throws IOException {
        if (!window.tryAcquire()) {
            out.flush();
            acquire(1);
        }
    }

    /** Instead of the notice. */
    void leaveWindow() {
        window.release();
    }

    public void notice(long sender, long receiver) throws IOException {
        send("push_notification", "{\"sender_id\":" + sender + ",\"receiver_id\":" + receiver + "}");
    }

    public void flush() throws IOException {
        out.flush();
    }

    /** Waits until all is acknowledged. */
    void settle() throws IOException {
        acquire(size);
        window.release(size);
    }

    private void acquire(int permits) throws IOException {
        try {
            if (!window.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS) || failure != null) {
                throw new IOException("notices are not acknowledged: " + failure);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void send(String type, String data) throws IOException {
        String id = new UUID(0, ++lastId).toString();
        String frame = "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"data\":" + data + "}";
        out.write(TEXT);
        if (frame.length() < SHORT_LENGTH) {
            out.write(MASKED | frame.length());
        } else {
            out.write(MASKED | SHORT_LENGTH);
            out.writeShort(frame.length());
        }
        out.writeInt(NO_MASK);
        out.writeBytes(frame);
    }

    /** Takes acknowledgements until the link ends. */
    public void receive() {
        try {
            while (true) {
                String frame = read();
                if (frame.contains("\"type\":\"push_notification\"")) {
                    acknowledged.increment();
                    window.release();
                } else if (!frame.contains("\"type\":\"ping\"")) {
                    failure = frame;
                }
            }
        } catch (IOException e) {
            failure = e.toString();
        }
    }

    private String read() throws IOException {
        int opcode = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] payload = new byte[length == SHORT_LENGTH ? in.readUnsignedShort() : length];
        in.readFully(payload);
        if (opcode != TEXT) {
            throw new IOException("a frame of kind " + opcode + ": " + new String(payload, US_ASCII));
        }
        return new String(payload, US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
