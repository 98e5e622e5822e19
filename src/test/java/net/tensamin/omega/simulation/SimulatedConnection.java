package net.tensamin.omega.simulation;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.quic.streams.CloseCode;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.quic.streams.SimulatedExpiry;
import net.tensamin.omega.quic.tls.Silence;

/** A verified QUIC connection with one stream, as both sides see it: ordered, bounded towards a client that does not read, and mortal. */
final class SimulatedConnection implements Channel {
    /** What the stream takes before it is full: little, so that it is often full, or hardly more than a line. */
    private static final List<Integer> QUEUES = List.of(1_200, 1_200, 120);

    private static final int WINDOWS_IN_QUEUE = 3;
    private static final InetSocketAddress SOMEWHERE = new InetSocketAddress("192.0.2.1", 1);

    private final World world;
    private final SimulatedNode node;
    private final Client client;
    private final DeviceCertificate certificate;
    private final Duration idleTimeout;
    private final int queue;
    private final Wire toClient;
    private final Wire toServer;
    private final Stream stream = new Stream();
    private final Runnable nodeEnds = this::nodeEnded;
    private final SimulatedExpiry expiry;
    private Acceptor.Lines lines;
    private long serverHeard;
    private long clientHeard;
    private boolean serverEnded;
    private boolean clientEnded;

    /** The client's end, called as the client. */
    interface Client {
        World.Actor actor();

        void established();

        void line(String line);

        /** @param code -1 if nobody said why */
        void ended(long code, String reason);
    }

    /** @param until when the certificate ends */
    SimulatedConnection(
            World world,
            Dice dice,
            SimulatedNode node,
            Client client,
            DeviceCertificate certificate,
            Instant until,
            Duration idleTimeout,
            BooleanSupplier carries) {
        this.world = world;
        this.node = node;
        this.client = client;
        this.certificate = certificate;
        this.idleTimeout = idleTimeout;
        this.queue = dice.of(QUEUES);
        this.toClient = new Wire(world, dice, client.actor(), carries);
        this.toServer = new Wire(world, dice, node.actor(), carries);
        this.expiry = new SimulatedExpiry(node.clock(), node.timers(), until, this::certificateEnded);
    }

    SimulatedNode node() {
        return node;
    }

    /** The handshake is over on the server's side; called as the server. */
    void accept() {
        serverHeard = world.now();
        clientHeard = world.now();
        node.connected(nodeEnds);
        toClient.send(this::established);
        lines = node.sessions().acceptor().accept(this);
        expiry.start();
        watchServer();
    }

    private void certificateEnded() {
        lines.certificateEnded();
        close(CloseCode.CERTIFICATE_ENDED.code(), "certificate ended");
    }

    private void established() {
        clientHeard = world.now();
        watchClient();
        client.established();
    }

    private void watchServer() {
        world.in(serverHeard + idleTimeout.toNanos() - world.now(), node.actor(), () -> {
            if (!serverEnded && world.now() - serverHeard >= idleTimeout.toNanos()) {
                endServer();
            } else if (!serverEnded) {
                watchServer();
            }
        });
    }

    private void watchClient() {
        world.in(clientHeard + idleTimeout.toNanos() - world.now(), client.actor(), () -> {
            if (!clientEnded && world.now() - clientHeard >= idleTimeout.toNanos()) {
                endClient(-1, "");
            } else if (!clientEnded) {
                watchClient();
            }
        });
    }

    private void endServer() {
        if (!serverEnded) {
            serverEnded = true;
            expiry.cancel();
            node.disconnected(nodeEnds);
            stream.end();
            world.in(0, node.actor(), () -> lines.closed());
        }
    }

    private void endClient(long code, String reason) {
        if (!clientEnded) {
            clientEnded = true;
            toClient.end();
            client.ended(code, reason);
        }
    }

    private void nodeEnded() {
        serverEnded = true;
        stream.end();
        toServer.end();
    }

    /** What a client says; called as the client. */
    void say(String line) {
        if (clientEnded) {
            return;
        }
        toServer.send(() -> {
            if (serverEnded) {
                reset();
            } else {
                heardBoth();
                stream.received.add(line.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** Whether the server has something that it is to offer again, once the client has read. */
    boolean isFull() {
        return stream.refused;
    }

    /** A server that does not know a connection says so (RFC 9000 §10.3). */
    private void reset() {
        toClient.send(() -> endClient(-1, ""));
    }

    private void heardBoth() {
        serverHeard = world.now();
        clientHeard = world.now();
    }

    /** The client leaves, and says so; called as the client. */
    void leave() {
        if (!clientEnded) {
            clientEnded = true;
            toClient.end();
            toServer.send(this::endServer);
        }
    }

    /** The client is gone without a word. */
    void vanish() {
        clientEnded = true;
        toClient.end();
        toServer.end();
    }

    @Override
    public X509Certificate clientCertificate() {
        return certificate;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return SOMEWHERE;
    }

    /** None that would teach anything. */
    @Override
    public Silence takeSilence() {
        return new Silence(Duration.ZERO, world.now(), SOMEWHERE);
    }

    @Override
    public Duration idleTimeout() {
        return idleTimeout;
    }

    @Override
    public void ping() {
        toClient.send(() -> toServer.send(this::heardBoth));
    }

    @Override
    public void close(long applicationError, String reason) {
        if (!serverEnded) {
            endServer();
            toClient.send(() -> endClient(applicationError, reason));
        }
    }

    /** The stream that the client opened, on the server's side. */
    private final class Stream implements LineStream {
        private final Queue<byte[]> waiting = new ArrayDeque<>();
        private int waitingBytes;
        private int unread;
        private int pauses;
        private final InTurn<byte[]> received =
                new InTurn<>(() -> pauses == 0 && !serverEnded, line -> lines.line(this, line));
        private boolean refused;
        private boolean ended;

        private void end() {
            ended = true;
            waiting.clear();
            received.clear();
            waitingBytes = 0;
        }

        @Override
        public void send(byte[] utf8) {
            if (!ended) {
                waiting.add(utf8);
                waitingBytes += utf8.length;
                flow();
            }
        }

        @Override
        public boolean offer(byte[] utf8, long sinceNanos) {
            if (!ended && waitingBytes > queue / 2) {
                refused = true;
                return false;
            }
            send(utf8);
            return true;
        }

        /** As much as the client has said that it will take. */
        private void flow() {
            while (!waiting.isEmpty() && unread < queue / WINDOWS_IN_QUEUE) {
                byte[] line = waiting.remove();
                waitingBytes -= line.length;
                unread += line.length;
                toClient.send(() -> {
                    client.line(new String(line, StandardCharsets.UTF_8));
                    toServer.send(() -> read(line.length));
                });
            }
            if (refused && waitingBytes <= queue / 4) {
                refused = false;
                world.in(0, node.actor(), () -> {
                    if (!serverEnded) {
                        lines.writable(this);
                    }
                });
            }
        }

        private void read(int bytes) {
            heardBoth();
            unread -= bytes;
            flow();
        }

        @Override
        public boolean hasEnded() {
            return ended;
        }

        @Override
        public void pause() {
            pauses++;
        }

        @Override
        public void resume() {
            pauses--;
            world.in(0, node.actor(), received::proceed);
        }
    }
}
