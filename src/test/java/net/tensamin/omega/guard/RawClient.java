package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import net.tensamin.omega.testing.OmegaDeployment;

/** A connection to the HTTPS port that sends what it is told, and no more. */
final class RawClient implements AutoCloseable {
    static final String HOST = "Host: localhost\r\n";

    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** TCP alone. */
    static RawClient tcp(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        OmegaDeployment.https().getPort()),
                PATIENCE_MILLIS);
        return new RawClient(socket);
    }

    /** With TLS. */
    static RawClient tls(SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", OmegaDeployment.https().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return new RawClient(socket);
    }

    SSLSocket tls() {
        return (SSLSocket) socket;
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** The status of the next answer, the body of which is read, too; 0 if the connection ended without one. */
    int status() throws IOException {
        String head = head();
        if (head.isEmpty()) {
            return 0;
        }
        Matcher length = LENGTH.matcher(head);
        in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return Integer.parseInt(head.split(" ")[1]);
    }

    private String head() {
        StringBuilder head = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                head.append((char) next);
                if (head.indexOf("\r\n\r\n") >= 0) {
                    return head.toString();
                }
            }
        } catch (IOException reset) {
            return "";
        }
        return "";
    }

    /** Waits for the server to end the connection; false if it does not within half a minute. */
    boolean ends() {
        try {
            while (in.read() >= 0) {
                continue;
            }
            return true;
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
