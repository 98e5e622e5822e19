package net.tensamin.omega.quic.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.quic.tls.ClientTrust;
import net.tensamin.omega.quic.tls.Outlet;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.quic.turns.SimulatedWorkers;

/**
 * The server's connections, without sockets and threads, and an application that answers each line, and pushes others. Lines are numbered on their stream; one
 * that is not the next is a failure.
 */
final class NetworkServer implements Acceptor {
    static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 9189);

    private final SimulatedWorkers workers;
    private final Outlet outlet;
    private final Meters meters = new Meters();
    private final LiveConnections connections;
    private final Consumer<String> failures;
    private final Map<X509Certificate, List<Conversation>> conversations = new HashMap<>();

    /** @param network takes what is sent, and to where */
    NetworkServer(
            Settings settings,
            KeyMaterial keys,
            SimulatedWorkers workers,
            BiConsumer<byte[], InetSocketAddress> network,
            Consumer<String> failures) {
        this.workers = workers;
        this.failures = failures;
        outlet = new Outlet() {
            @Override
            public void send(byte[] datagram, InetSocketAddress to) {
                network.accept(datagram, to);
            }

            @Override
            public InetSocketAddress address() {
                return ADDRESS;
            }
        };
        ClientTrust trust = new ClientTrust(
                keys.clientAuthorities(), RevocationCheck.NOTHING_REVOKED, workers.wall(), settings.cryptography());
        connections = new LiveConnections(settings, () -> outlet, workers, keys, trust, this, meters);
    }

    /** As {@link DatagramReceiver} does, whose sockets nobody simulates. */
    void arrive(byte[] bytes, InetSocketAddress from) {
        Datagram.read(bytes, new Path(outlet, from), workers.clock().instant())
                .ifPresentOrElse(this::route, () -> connections.clientResets().take(ByteBuffer.wrap(bytes), from));
        workers.runAll();
    }

    private void route(Datagram datagram) {
        var connection = connections.find(datagram.destinationId());
        if (connection.isPresent()) {
            connection.get().accept(datagram);
        } else if (connections.clientResets().take(datagram.bytes(), datagram.from())) {
            return;
        } else if (datagram.isFirst()) {
            connections.reception().work(datagram);
        } else if (!datagram.asksForOtherVersion() && !connections.reception().hasPromised(datagram.destinationId())) {
            connections.departed().answer(datagram);
        }
    }

    /** How many connections there are, whatever their state. */
    int connections() {
        return connections.count();
    }

    LiveConnections live() {
        return connections;
    }

    /** What a counter or gauge says; 0 if there is none. */
    long count(String sample) {
        return meters.page()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToLong(line -> Long.parseLong(line.substring(sample.length() + 1)))
                .sum();
    }

    /** The connections of the client with this certificate, in order. */
    List<Conversation> of(X509Certificate client) {
        return conversations.computeIfAbsent(client, first -> new ArrayList<>());
    }

    @Override
    public Lines accept(Channel channel) {
        Conversation conversation = new Conversation(channel);
        of(channel.clientCertificate()).add(conversation);
        return conversation;
    }

    /** What the server knows of a connection, whose client said by each line which of its connections it is. */
    final class Conversation implements Lines {
        private final Channel channel;
        private final Map<LineStream, Talk> talks = new LinkedHashMap<>();
        private String life;
        private boolean closed;

        private Conversation(Channel channel) {
            this.channel = channel;
        }

        /** Empty until the first line. */
        boolean isOf(int number) {
            return Integer.toString(number).equals(life);
        }

        boolean isClosed() {
            return closed;
        }

        /** Of the stream that its client knows by that number; null if it never said anything on it. */
        Talk talk(int stream) {
            return talks.values().stream()
                    .filter(talk -> talk.number == stream)
                    .findFirst()
                    .orElse(null);
        }

        void close(long code) {
            channel.close(code, "as chance has it");
        }

        /** A line that nobody asked for, on each stream that has room. */
        void push(int bytes) {
            talks.forEach((stream, talk) -> {
                if (!stream.hasEnded() && stream.offer(talk.line(bytes))) {
                    talk.sent++;
                }
            });
        }

        @Override
        public void line(LineStream stream, byte[] utf8) {
            NumberedLine line = NumberedLine.read(utf8);
            if (life == null) {
                life = Integer.toString(line.life());
            }
            if (!isOf(line.life())) {
                failures.accept("a line of connection " + line.life() + " came on connection " + life);
            }
            Talk talk = talks.computeIfAbsent(stream, first -> new Talk(line));
            if (talk.number != line.stream() || talk.received != line.number()) {
                failures.accept("expected line " + talk.received + " of stream " + talk.number + ", and "
                        + line.number() + " of stream " + line.stream() + " came");
            }
            talk.received++;
            stream.send(talk.line(utf8.length));
            talk.sent++;
        }

        @Override
        public void lineTooLong(LineStream stream) {
            failures.accept("no line was too long");
        }

        @Override
        public void closed() {
            if (closed) {
                failures.accept("closed twice");
            }
            closed = true;
        }
    }

    /** How far a stream is. */
    static final class Talk {
        private final int life;
        private final int number;
        private int received;
        private int sent;

        private Talk(NumberedLine first) {
            life = first.life();
            number = first.stream();
        }

        int received() {
            return received;
        }

        int sent() {
            return sent;
        }

        private byte[] line(int bytes) {
            return new NumberedLine(life, number, sent).bytes(bytes);
        }
    }

    /** A line that says what it is, and is as long as it is to be. */
    record NumberedLine(int life, int stream, int number) {
        static NumberedLine read(byte[] utf8) {
            String[] parts = new String(utf8, StandardCharsets.UTF_8).split(" ");
            return new NumberedLine(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }

        byte[] bytes(int length) {
            StringBuilder line = new StringBuilder()
                    .append(life)
                    .append(' ')
                    .append(stream)
                    .append(' ')
                    .append(number)
                    .append(' ');
            while (line.length() < length) {
                line.append('x');
            }
            return line.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
