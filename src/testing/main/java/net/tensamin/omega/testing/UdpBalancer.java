package net.tensamin.omega.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A load balancer for UDP: all datagrams of one flow go to one node, and each new flow to the next. It reads none of them. */
public final class UdpBalancer implements AutoCloseable {
    /** Tells flows apart by the client's address and port; the server's are the same for all. */
    public static final Function<InetSocketAddress, Object> BY_4_TUPLE = client -> client;

    /** Tells flows apart by the client's address alone. */
    public static final Function<InetSocketAddress, Object> BY_ADDRESS = InetSocketAddress::getAddress;

    private static final int LARGEST_DATAGRAM = 65_535;

    private final Function<InetSocketAddress, Object> flow;
    private final List<InetSocketAddress> nodes;
    private final Map<Object, InetSocketAddress> chosen = new HashMap<>();
    private final Map<InetSocketAddress, DatagramChannel> ways = new HashMap<>();
    private final Selector selector;
    private final DatagramChannel front;
    private final CompletableFuture<Void> work;
    private volatile boolean closed;

    public UdpBalancer(Function<InetSocketAddress, Object> flow, List<InetSocketAddress> nodes) {
        this.flow = flow;
        this.nodes = List.copyOf(nodes);
        try {
            selector = Selector.open();
            front = channel(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        work = OwnThread.run(this::run);
    }

    /** Where clients find the nodes. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) front.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param client whose answers come here; null for what clients send */
    private DatagramChannel channel(InetSocketAddress client) throws IOException {
        DatagramChannel channel =
                DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, client);
        return channel;
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST_DATAGRAM);
        try {
            while (!closed) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    pass((DatagramChannel) key.channel(), (InetSocketAddress) key.attachment(), buffer);
                }
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(DatagramChannel channel, InetSocketAddress client, ByteBuffer buffer) throws IOException {
        for (SocketAddress from = channel.receive(buffer.clear());
                from != null;
                from = channel.receive(buffer.clear())) {
            buffer.flip();
            if (channel == front) {
                InetSocketAddress sender = (InetSocketAddress) from;
                way(sender).send(buffer, node(sender));
            } else {
                front.send(buffer, client);
            }
        }
    }

    private DatagramChannel way(InetSocketAddress client) throws IOException {
        DatagramChannel way = ways.get(client);
        if (way == null) {
            way = channel(client);
            ways.put(client, way);
        }
        return way;
    }

    private InetSocketAddress node(InetSocketAddress client) {
        return chosen.computeIfAbsent(flow.apply(client), key -> nodes.get(chosen.size() % nodes.size()));
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        work.join();
    }
}
