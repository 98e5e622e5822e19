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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A port on loopback whose connections end at another port, until the test cuts or swallows them. Thread-safe. */
public final class TcpRelay implements AutoCloseable {
    private static final int PIECE = 8192;

    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean silent;
    private final AtomicLong budget = new AtomicLong(Long.MAX_VALUE);

    /** A connection that goes through, and whether nothing of it does any more. */
    private static final class Link {
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile boolean swallowed;

        /** Returns when there is nobody left to hold back from. */
        private void hold() throws IOException {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

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
        silent = false;
    }

    /**
     * Nothing of the connections there are goes through any more, not even their end, and nobody is told, as a firewall does that forgot them. New ones
     * work.
     */
    public void swallow() {
        links.forEach(link -> link.swallowed = true);
    }

    /** Likewise, and new ones are taken and then as silent: the machine is gone. */
    public void vanish() {
        silent = true;
        swallow();
    }

    /** Likewise, in the middle of what goes through next, after so many bytes. */
    public void vanishAfter(long bytes) {
        budget.set(bytes);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
        links.forEach(link -> link.end.countDown());
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
        if (silent) {
            return;
        }
        Socket server = new Socket();
        open.add(server);
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        client.setTcpNoDelay(true); // as both ends have it: what goes on in pieces is not to wait for acknowledgements
        server.setTcpNoDelay(true);
        Link link = new Link();
        links.add(link);
        start(() -> copy(link, client, server));
        start(() -> copy(link, server, client));
    }

    private void copy(Link link, Socket from, Socket to) {
        try {
            transfer(link, from.getInputStream(), to.getOutputStream());
        } catch (IOException ended) {
            // as cut, or by one of the two
        } finally {
            end(from);
            end(to);
            open.remove(from);
            open.remove(to);
            links.remove(link);
        }
    }

    private void transfer(Link link, InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        int length = 0;
        while (length >= 0) {
            if (budget.addAndGet(-length) < 0) {
                budget.set(Long.MAX_VALUE);
                vanish();
            }
            if (!link.swallowed && length > 0) {
                out.write(piece, 0, length);
            }
            if (link.swallowed) {
                link.hold();
            }
            length = in.read(piece);
        }
        if (link.swallowed) {
            link.hold();
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
