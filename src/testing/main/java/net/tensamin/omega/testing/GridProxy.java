package net.tensamin.omega.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Where the others reach one node's grid; a node that may not is cut off. Nodes are known by their addresses, each its own: Hazelcast
 * connects from the address that it makes public, so that has to be the proxy's, and the proxy has to have the node's.
 */
final class GridProxy implements Closeable {
    private static final int PIECE = 8192;

    private final ServerSocket listener;
    private final InetAddress node;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Object silence = new Object();
    private volatile Predicate<InetAddress> allowed = any -> true;

    private record Link(InetAddress from, Socket in, Socket out) {
        void cut() {
            try (in;
                    out) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    GridProxy(InetAddress node, int port) throws IOException {
        this.node = node;
        this.port = port;
        this.listener = new ServerSocket(0, 50, node);
        start(this::accept);
    }

    /** What the node has to make public. */
    String address() {
        return node.getHostAddress() + ":" + listener.getLocalPort();
    }

    /** From now on nobody else is let in, and what has come from others waits until they are allowed, as in a network. */
    void allow(Predicate<InetAddress> who) {
        allowed = who;
        synchronized (silence) {
            silence.notifyAll();
        }
    }

    /** Ends the connections of those who are not allowed. */
    void cut() {
        links.stream().filter(link -> !allowed.test(link.from())).forEach(Link::cut);
    }

    private void accept() throws IOException {
        while (true) {
            Socket in = listener.accept();
            InetAddress from = in.getInetAddress();
            if (allowed.test(from)) {
                start(() -> connect(from, in));
            } else {
                in.close();
            }
        }
    }

    private void connect(InetAddress from, Socket in) throws IOException {
        try (in;
                Socket out = new Socket(node, port)) {
            Link link = new Link(from, in, out);
            links.add(link);
            start(() -> pump(from, out.getInputStream(), in));
            pump(from, in.getInputStream(), out);
            links.remove(link);
        }
    }

    private void pump(InetAddress peer, InputStream from, Socket to) throws IOException {
        byte[] piece = new byte[PIECE];
        try (to;
                OutputStream out = to.getOutputStream()) {
            for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
                awaitAllowed(peer);
                out.write(piece, 0, length);
            }
            awaitAllowed(peer);
        }
    }

    private void awaitAllowed(InetAddress peer) throws IOException {
        synchronized (silence) {
            while (!allowed.test(peer)) {
                try {
                    silence.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ended) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        links.forEach(Link::cut);
    }
}
