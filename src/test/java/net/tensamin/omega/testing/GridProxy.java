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

/** Where the others reach one node's grid; who may not is cut off. Nodes are known by their addresses, each its own. */
final class GridProxy implements Closeable {
    private final ServerSocket listener;
    private final InetAddress node;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
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
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void allow(Predicate<InetAddress> who) {
        allowed = who;
        links.stream().filter(link -> !who.test(link.from())).forEach(Link::cut);
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
            if (!allowed.test(from)) {
                link.cut();
            }
            start(() -> pump(out.getInputStream(), in));
            pump(in.getInputStream(), out);
            links.remove(link);
        }
    }

    private static void pump(InputStream from, Socket to) throws IOException {
        try (to;
                OutputStream out = to.getOutputStream()) {
            from.transferTo(out);
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
