package net.tensamin.omega.siege;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;

/** A TLS connection without a certificate, over which anything can be sent, and which reads only when told to. */
final class Stranger implements AutoCloseable {
    private static final int HANDSHAKE_MILLIS = 30_000;
    private static final int LONGEST_16_BITS = 0xffff;
    private static final int FIN_AND_TEXT = 0x81;
    private static final int FIN_AND_CLOSE = 0x88;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final Random masks = new Random(1);
    private final SSLSocket tls;
    private long sent;

    private Stranger(SSLSocket tls) {
        this.tls = tls;
    }

    static Stranger over(Socket socket) throws Exception {
        return over(socket, OmegaTls.anonymous());
    }

    /** Shows what this context shows. */
    static Stranger over(Socket socket, SSLContext context) throws Exception {
        SSLSocket tls = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, "localhost", OmegaDeployment.https().getPort(), true);
        tls.setSoTimeout(HANDSHAKE_MILLIS);
        tls.startHandshake();
        return new Stranger(tls);
    }

    /** Becomes a WebSocket link that has not identified. */
    Stranger upgraded() throws IOException {
        send("GET /ws/omikron HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        String head = head();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("not upgraded: " + head);
        }
        return this;
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        OutputStream out = tls.getOutputStream();
        out.write(bytes);
        out.flush();
        sent += bytes.length;
    }

    /** Sends a KeyUpdate of TLS 1.3 (RFC 8446 §4.6.3), which is what JSSE makes of a second handshake. */
    void changeKeys() throws IOException {
        tls.startHandshake();
    }

    /** How many bytes the connection took. */
    long sent() {
        return sent;
    }

    /**
     * Sends one masked frame (RFC 6455 §5.2).
     *
     * @param first FIN and opcode
     * @param claimed the length that the frame claims
     */
    void frame(int first, long claimed, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (claimed < 126) {
            frame.write(0x80 | (int) claimed);
        } else if (claimed <= LONGEST_16_BITS) {
            frame.write(0x80 | 126);
            frame.write((int) claimed >> 8);
            frame.write((int) claimed);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) (claimed >> shift));
            }
        }
        byte[] mask = new byte[4];
        masks.nextBytes(mask);
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % mask.length]);
        }
        send(frame.toByteArray());
    }

    /** Sends a text message (RFC 6455 §5.6). */
    void text(String message) throws IOException {
        byte[] payload = message.replace('\'', '"').getBytes(UTF_8);
        frame(FIN_AND_TEXT, payload.length, payload);
    }

    /** Reads a text message of less than 64 KiB. */
    String text() throws IOException {
        DataInputStream in = new DataInputStream(tls.getInputStream());
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
        in.readFully(payload);
        if (first != FIN_AND_TEXT) {
            throw new IOException("no text: " + first);
        }
        return new String(payload, UTF_8);
    }

    /** Status line and headers of the next answer. */
    String head() throws IOException {
        InputStream in = tls.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** The status of the next answer, whose body is dropped. */
    int status() throws IOException {
        String head = head();
        Matcher length = LENGTH.matcher(head);
        read(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return Integer.parseInt(head.split(" ")[1]);
    }

    /** The code with which the server closes (RFC 6455 §5.5.1); what comes before is dropped. */
    int closeCode() throws IOException {
        DataInputStream in = new DataInputStream(tls.getInputStream());
        while (in.readUnsignedByte() != FIN_AND_CLOSE) {
            in.skipNBytes(in.readUnsignedByte());
        }
        int length = in.readUnsignedByte();
        int code = in.readUnsignedShort();
        in.skipNBytes(length - Short.BYTES);
        return code;
    }

    /** Reads and drops so many bytes. */
    void read(int bytes) throws IOException {
        if (tls.getInputStream().readNBytes(bytes).length < bytes) {
            throw new IOException("ended");
        }
    }

    /** Breaks the connection off: what was not read is lost. */
    void breakOff(Socket below) throws IOException {
        below.setSoLinger(true, 0);
        below.close();
    }

    /** Reads and drops what comes until the server ends the connection; false if it has not within this time. */
    boolean ends(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        byte[] dropped = new byte[16_384];
        try {
            while (System.nanoTime() - deadline < 0) {
                tls.setSoTimeout((int) Math.max(
                        1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
                if (tls.getInputStream().read(dropped) < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException still) {
            return false;
        } catch (IOException reset) {
            return true;
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        tls.close();
    }
}
