package net.tensamin.omega.cli.omikron;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.testing.TestIdentity;

/** A WebSocket server on loopback (RFC 6455, as little as is needed) that plays one script for each link. */
final class ScriptedOmikronEndpoint implements AutoCloseable {
    private final SSLServerSocket listener;
    private final Script script;
    private final Queue<Envelope> received = new ConcurrentLinkedQueue<>();

    @FunctionalInterface
    interface Script {
        void play(Link link) throws IOException;
    }

    ScriptedOmikronEndpoint(TestIdentity identity, Script script) {
        this.script = script;
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity.keyStore(), TestIdentity.PASSWORD);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), null, null);
            listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        Thread acceptor = new Thread(this::accept, "acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** All messages read so far, in order. */
    List<Envelope> received() {
        return List.copyOf(received);
    }

    String url() {
        return "wss://localhost:" + listener.getLocalPort() + "/ws/omikron";
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                Link link = new Link(new DataInputStream(socket.getInputStream()), socket.getOutputStream(), received);
                link.upgrade();
                script.play(link);
                link.awaitClose();
            } catch (IOException clientLeft) {
                System.getLogger("test").log(System.Logger.Level.DEBUG, "link ended", clientLeft);
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's end of one link. */
    record Link(DataInputStream in, OutputStream out, Queue<Envelope> received) {
        private static final int TEXT = 0x81;
        private static final int CLOSE = 0x88;

        private void upgrade() throws IOException {
            String key = "";
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.startsWith("Sec-WebSocket-Key: ")) {
                    key = line.substring("Sec-WebSocket-Key: ".length());
                }
            }
            try {
                byte[] accept = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
                String response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(accept) + "\r\n\r\n";
                out.write(response.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the request ended early");
                }
                line.append((char) next);
            }
            return line.toString().strip();
        }

        /** The next text message; a close frame ends the script. */
        Envelope read() throws IOException {
            int opcode = in.readUnsignedByte();
            int length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            if (opcode != TEXT) {
                throw new IOException("frame " + opcode);
            }
            Envelope message = Envelope.parse(new String(payload, StandardCharsets.UTF_8));
            received.add(message);
            return message;
        }

        void write(String text) throws IOException {
            frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Closing with data unread would reset the connection under what was just written. */
        private void awaitClose() throws IOException {
            while (true) {
                read();
            }
        }

        /** Reads a request and answers it; {@code members} follow the id, such as {@code ,"data":{}}. */
        Envelope answer(String type, String members) throws IOException {
            Envelope request = read();
            write("{\"type\":\"" + type + "\",\"id\":\"" + request.id() + "\"" + members + "}");
            return request;
        }

        void close(int status, String reason) throws IOException {
            byte[] text = reason.getBytes(StandardCharsets.UTF_8);
            frame(
                    CLOSE,
                    ByteBuffer.allocate(2 + text.length)
                            .putShort((short) status)
                            .put(text)
                            .array());
        }

        private void frame(int head, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(4 + payload.length).put((byte) head);
            if (payload.length < 126) {
                frame.put((byte) payload.length);
            } else {
                frame.put((byte) 126).putShort((short) payload.length);
            }
            out.write(frame.put(payload).array(), 0, frame.position());
            out.flush();
        }
    }
}
