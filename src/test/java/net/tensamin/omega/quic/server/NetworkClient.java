package net.tensamin.omega.quic.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.tensamin.omega.quic.server.NetworkServer.NumberedLine;
import net.tensamin.omega.quic.turns.Workers;
import net.tensamin.omega.simulation.Dice;
import net.tensamin.omega.testing.TestIdentity;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicStream;
import tech.kwik.core.concurrent.TurnSeam;
import tech.kwik.core.impl.TurnClient;

/** One connection of a client, Kwik's: lines that it writes in pieces, and lines that have to come in their order. */
final class NetworkClient implements TurnClient.Application {
    private static final int LARGEST_LINE = 3_000;
    private static final int LARGEST_PIECE = 700;

    private final int life;
    private final Dice dice;
    private final Consumer<String> failures;
    private final TurnClient client;
    private final List<Conversing> streams = new ArrayList<>();
    private boolean connected;
    private boolean reads = true;
    private boolean vanished;
    private String end = "";

    /** @param life which of the client's connections it is */
    NetworkClient(
            int life,
            Dice dice,
            Workers workers,
            TestIdentity identity,
            Consumer<byte[]> network,
            Consumer<String> failures) {
        this.life = life;
        this.dice = dice;
        this.failures = failures;
        client = new TurnClient(workers, NetworkServer.ADDRESS, identity.key(), identity.chain(), network, this);
        client.connect();
    }

    int life() {
        return life;
    }

    void arrive(byte[] datagram) {
        if (!isOver()) {
            client.arrive(datagram);
        }
    }

    @Override
    public void connected() {
        connected = true;
        try {
            streams.add(new Conversing(0));
        } catch (IllegalStateException e) {
            failures.accept("connection " + life + " is made, and carries nothing: " + e.getMessage());
        }
    }

    @Override
    public void progress() {
        streams.forEach(Conversing::goOn);
    }

    @Override
    public void ended(ConnectionTerminatedEvent event) {
        end = event.closeReason()
                + (event.closedByPeer() ? " by the server" : "")
                + (event.hasError() ? " " + event.errorDescription() : "");
    }

    boolean hasConnected() {
        return connected;
    }

    /** It carries nothing any more, as far as this side knows. */
    boolean isOver() {
        return vanished || !end.isEmpty();
    }

    String end() {
        return vanished ? "vanished" : end;
    }

    void openStream() {
        if (streams.size() < 3) {
            inTurn(() -> streams.add(new Conversing(streams.size())));
        }
    }

    /** Some lines more, on each stream. */
    void write(int lines) {
        inTurn(() -> streams.forEach(stream -> stream.write(lines)));
    }

    void read(boolean on) {
        reads = on;
        inTurn(this::progress);
    }

    void close() {
        inTurn(() -> client.close(0, ""));
    }

    /** As if its process was killed. */
    void vanish() {
        vanished = true;
        client.vanish();
    }

    private void inTurn(Runnable work) {
        if (connected && !isOver()) {
            client.execute(work::run);
        }
    }

    List<Conversing> streams() {
        return streams;
    }

    /** One stream. */
    final class Conversing {
        private final int number;
        private final QuicStream stream = client.openStream();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private byte[] unwritten = {};
        private int written;
        private int received;

        private Conversing(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        int written() {
            return written;
        }

        int received() {
            return received;
        }

        private void write(int lines) {
            ByteArrayOutputStream more = new ByteArrayOutputStream();
            more.writeBytes(unwritten);
            for (int i = 0; i < lines; i++) {
                more.writeBytes(new NumberedLine(life, number, written).bytes(20 + dice.below(LARGEST_LINE)));
                more.write('\n');
                written++;
            }
            unwritten = more.toByteArray();
            goOn();
        }

        private void goOn() {
            try {
                give();
                while (reads && take()) {}
            } catch (TurnSeam.NotNow e) { // later
                return;
            } catch (IOException e) {
                if (client.isConnected()) {
                    failures.accept("stream " + number + ": " + e);
                }
            }
        }

        private void give() throws IOException {
            try {
                while (unwritten.length > 0) {
                    int bytes = Math.min(unwritten.length, 1 + dice.below(LARGEST_PIECE));
                    stream.getOutputStream().write(unwritten, 0, bytes);
                    unwritten = Arrays.copyOfRange(unwritten, bytes, unwritten.length);
                }
            } catch (TurnSeam.NotNow e) { // there is no room
                return;
            }
        }

        private boolean take() throws IOException {
            byte[] some = new byte[LARGEST_PIECE];
            int bytes = stream.getInputStream().read(some);
            for (int i = 0; i < bytes; i++) {
                if (some[i] == '\n') {
                    took(NumberedLine.read(line.toByteArray()));
                    line.reset();
                } else {
                    line.write(some[i]);
                }
            }
            return bytes > 0;
        }

        private void took(NumberedLine came) {
            if (!came.equals(new NumberedLine(life, number, received))) {
                failures.accept("expected answer " + received + " on stream " + number + " of " + life + ", and " + came
                        + " came");
            }
            received++;
        }
    }
}
