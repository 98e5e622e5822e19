package net.tensamin.omega.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port on loopback whose connections end at another port, until the test cuts them. Thread-safe. */
public final class TcpRelay implements AutoCloseable {
    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private TcpRelay(int target, ServerSocket listening) {
        this.target = target;
        this.listening = listening;
    }

    public static TcpRelay to(int port) throws IOException {
        TcpRelay relay = new TcpRelay(port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        start(relay::accept);
        return relay;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Ends all connections, and those that still come at once. */
    public void cut() {
        cut = true;
        open.forEach(TcpRelay::end);
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                relay(listening.accept());
            } catch (IOException closedOrNobodyThere) {
                // the next one may be luckier, and a closed one ends the loop
            }
        }
    }

    private void relay(Socket client) throws IOException {
        open.add(client);
        if (cut) {
            end(client);
            return;
        }
        Socket server = new Socket();
        open.add(server);
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        start(() -> copy(client, server));
        start(() -> copy(server, client));
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            // as cut, or by one of the two
        } finally {
            end(from);
            end(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
