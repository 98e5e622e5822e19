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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What lies between clients and a server: forwards datagrams both ways, and loses, repeats, reorders, corrupts and delays some.
 * Clients connect to {@link #address}. As a NAT, it can forget under which port the server knows a client.
 */
public final class BadNetwork implements AutoCloseable {
    /** One that treats nothing badly. */
    public static final Faults NONE = new Faults(0, 0, 0, 0);

    private static final Faults ALL_LOST = new Faults(100, 0, 0, 0);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int LONGEST_DELAY_MILLIS = 60;

    private final Selector selector = open();
    private final DatagramChannel front;
    private volatile InetSocketAddress server;
    private volatile InetAddress seenAt = LOOPBACK;
    private volatile DatagramChannel copies;
    private final Random random;
    private final Map<SocketAddress, DatagramChannel> paths = new HashMap<>();
    private final PriorityQueue<Flight> flights = new PriorityQueue<>(Comparator.comparingLong(Flight::dueNanos));
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private final AtomicInteger harmed = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "bad-network");
    private volatile Faults faults = NONE;
    private final Queue<byte[]> fromClients = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> toClients = new ConcurrentLinkedQueue<>();
    private final AtomicInteger untilMute = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger untilLost = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean relaying;
    private final AtomicInteger relayed = new AtomicInteger();
    private volatile boolean recording;
    private final Queue<CompletableFuture<Void>> forgetting = new ConcurrentLinkedQueue<>();
    private volatile boolean turningRound;
    private byte[] held;
    private volatile boolean closed;

    /** What happens to datagrams, in percent; one that is delayed is overtaken. */
    public record Faults(int lost, int repeated, int corrupted, int delayed) {}

    private record Flight(long dueNanos, DatagramChannel from, SocketAddress to, byte[] bytes) {}

    public BadNetwork(InetSocketAddress server, long seed) {
        this.server = server;
        this.random = new Random(seed);
        try {
            front = channel(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.start();
    }

    private static Selector open() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find the server. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) front.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void faults(Faults now) {
        faults = now;
        untilMute.set(Integer.MAX_VALUE);
    }

    /** From now on all is lost, until {@link #faults} says otherwise. */
    public void cut() {
        faults = ALL_LOST;
    }

    /** Loses all that clients send after so many datagrams, and nothing that they are sent, until {@link #faults} says otherwise. */
    public void muteAfter(int fromClients) {
        untilMute.set(fromClients);
    }

    /** Loses one datagram of a client after so many. */
    public void loseAfter(int fromClients) {
        untilLost.set(fromClients);
    }

    /** From now on keeps what clients send and are sent. */
    public void record() {
        recording = true;
    }

    /** What clients have sent since {@link #record}, a datagram each. */
    public List<byte[]> recorded() {
        return fromClients.stream().map(byte[]::clone).toList();
    }

    /** What the server has sent to clients since {@link #record}, a datagram each. */
    public List<byte[]> answers() {
        return toClients.stream().map(byte[]::clone).toList();
    }

    /** From now on the server sees every client under another port, and what it sends to the former is lost. */
    public void changePorts() {
        CompletableFuture<Void> forgotten = new CompletableFuture<>();
        forgetting.add(forgotten);
        selector.wakeup();
        forgotten.orTimeout(Patience.BOUND.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Likewise, at another address of this machine. */
    public void moveTo(InetAddress address) {
        seenAt = address;
        changePorts();
    }

    /** Likewise, and the clients have come to another address of the server. */
    public void moveTo(InetAddress address, InetSocketAddress otherServer) {
        server = otherServer;
        moveTo(address);
    }

    /** From now on the server sees each client at the address that it comes from, if under another port. */
    public void showAddresses() {
        seenAt = null;
    }

    /**
     * From now on somebody at another address of this machine sends what clients send, too, and sooner, but hands on nothing of what
     * is answered there.
     */
    public void copyFrom(InetAddress address) {
        try {
            copies = DatagramChannel.open().bind(new InetSocketAddress(address, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Likewise, and hands on what is answered there, challenges too, until {@link #copyNoMore}. */
    public void relayFrom(InetAddress address) {
        copyFrom(address);
        relaying = true;
    }

    /** Whoever copied is gone. */
    public void copyNoMore() {
        relaying = false;
        copies = null;
    }

    /** The next two datagrams of a client change places. */
    public void turnRound() {
        turningRound = true;
    }

    /** How many datagrams were handed on by whoever copies. */
    public int relayed() {
        return relayed.get();
    }

    /** How many datagrams something was done to. */
    public int harmed() {
        return harmed.get();
    }

    private DatagramChannel channel(SocketAddress client) throws IOException {
        DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(addressOf(client), 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, client);
        return channel;
    }

    private InetAddress addressOf(SocketAddress client) {
        if (client == null) {
            return LOOPBACK;
        }
        return seenAt == null ? ((InetSocketAddress) client).getAddress() : seenAt;
    }

    private void run() {
        try {
            boolean last = false;
            while (!last) {
                last = closed; // what has come before it is passed on
                long millis = flights.isEmpty() ? 1_000 : (flights.peek().dueNanos() - System.nanoTime()) / 1_000_000;
                selector.select(last ? 1 : Math.max(1, millis));
                forget();
                for (SelectionKey key : selector.selectedKeys()) {
                    receive(key);
                }
                selector.selectedKeys().clear();
                send();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            if (copies != null) {
                copies.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forget() throws IOException {
        for (CompletableFuture<Void> each = forgetting.poll(); each != null; each = forgetting.poll()) {
            for (DatagramChannel path : paths.values()) {
                path.close();
            }
            paths.clear();
            each.complete(null);
        }
    }

    private void receive(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        DatagramChannel channel = (DatagramChannel) key.channel();
        buffer.clear();
        for (SocketAddress from = channel.receive(buffer); from != null; from = channel.receive(buffer.clear())) {
            byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
            if (channel == front) {
                if (recording) {
                    fromClients.add(bytes.clone());
                }
                copy(from, bytes);
                boolean mute = untilMute.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
                if (untilLost.getAndDecrement() != 0 && !mute) {
                    fromClient(from, bytes);
                }
            } else {
                if (recording) {
                    toClients.add(bytes.clone());
                }
                if (channel == copies) {
                    relayed.incrementAndGet();
                } else if (!paths.containsValue(channel)) {
                    continue; // of somebody who is gone
                }
                treat(front, (SocketAddress) key.attachment(), bytes);
            }
        }
    }

    private void copy(SocketAddress client, byte[] bytes) throws IOException {
        DatagramChannel sooner = copies;
        if (sooner != null) {
            sooner.send(ByteBuffer.wrap(bytes), server);
            if (relaying && !sooner.isRegistered()) {
                sooner.configureBlocking(false);
                sooner.register(selector, SelectionKey.OP_READ, client);
            }
        }
    }

    private void fromClient(SocketAddress client, byte[] bytes) throws IOException {
        if (turningRound && held == null) {
            held = bytes;
            return;
        }
        treat(path(client), server, bytes);
        if (turningRound) {
            turningRound = false;
            treat(path(client), server, held);
        }
    }

    private DatagramChannel path(SocketAddress client) throws IOException {
        DatagramChannel path = paths.get(client);
        if (path == null) {
            path = channel(client);
            paths.put(client, path);
        }
        return path;
    }

    private void treat(DatagramChannel from, SocketAddress to, byte[] bytes) {
        if (chance(faults.lost())) {
            return;
        }
        if (chance(faults.repeated())) {
            fly(from, to, bytes.clone());
        }
        if (chance(faults.corrupted())) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        }
        fly(from, to, bytes);
    }

    private void fly(DatagramChannel from, SocketAddress to, byte[] bytes) {
        long delayMillis = chance(faults.delayed()) ? 1 + random.nextInt(LONGEST_DELAY_MILLIS) : 0;
        flights.add(new Flight(System.nanoTime() + delayMillis * 1_000_000, from, to, bytes));
    }

    private boolean chance(int percent) {
        boolean happens = random.nextInt(100) < percent;
        if (happens) {
            harmed.incrementAndGet();
        }
        return happens;
    }

    private void send() throws IOException {
        while (!flights.isEmpty() && flights.peek().dueNanos() - System.nanoTime() <= 0) {
            Flight flight = flights.remove();
            if (flight.from().isOpen()) {
                flight.from().send(ByteBuffer.wrap(flight.bytes()), flight.to());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
