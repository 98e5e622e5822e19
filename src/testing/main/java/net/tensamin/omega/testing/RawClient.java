package net.tensamin.omega.testing;

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

/** A connection to the HTTPS port that sends what it is told, and no more. */
public final class RawClient implements AutoCloseable {
    public static final String HOST = "Host: localhost\r\n";

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
    public static RawClient tcp(String from) throws IOException {
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
    public static RawClient tls(SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", OmegaDeployment.https().getPort());
        socket.setTcpNoDelay(true); // otherwise a request waits 40 ms for an acknowledgement of the handshake
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return new RawClient(socket);
    }

    public SSLSocket tls() {
        return (SSLSocket) socket;
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** The status of the next answer, the body of which is read, too; 0 if the connection ended without one. */
    public int status() throws IOException {
        String head = head();
        if (head.isEmpty()) {
            return 0;
        }
        Matcher length = LENGTH.matcher(head);
        in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return Integer.parseInt(head.split(" ")[1]);
    }

    /** Of the next answer, up to and with the empty line; empty if the connection ended without one. */
    public String head() {
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
    public boolean ends() {
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
