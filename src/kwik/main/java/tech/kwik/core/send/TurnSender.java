package tech.kwik.core.send;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tech.kwik.core.cc.NewRenoCongestionController;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.common.PnSpace;
import tech.kwik.core.concurrent.TurnSeam;
import tech.kwik.core.crypto.Aead;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.QuicConnectionImpl;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.Logger;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.packet.ShortHeaderPacket;

/**
 * A sender without a thread: it sends when its connection's turn calls it. Kwik's server, patched, makes this one; where there
 * is no turn it is as Kwik made it.
 */
public final class TurnSender extends SenderImpl {
    /** There is nothing to wait for. */
    public static final long NEVER = -1;

    private static final long NOTHING_DELAYED = 5000; // what SenderImpl waits when it has no reason to

    private final VersionHolder version;
    private final QuicConnectionImpl connection;
    private final TurnSeam.Turn turn;
    private final Clock clock;
    private Outlet outlet;
    private Aead lasting; // of all packets after the handshake, whatever their key phase
    private volatile Instant lastAckEliciting = Instant.MIN;
    private Optional<UnaryOperator<byte[]>> resetTokens = Optional.empty();
    private Runnable afterLast;
    private boolean ended;

    public TurnSender(
            VersionHolder version,
            int maxPacketSize,
            DatagramSocket socket,
            InetSocketAddress client,
            QuicConnectionImpl connection,
            String id,
            Integer initialRtt,
            Logger log) {
        super(version, maxPacketSize, socket, client, connection, id, initialRtt, log);
        this.version = version;
        this.connection = connection;
        this.turn = connection.turn();
        this.clock = TurnSeam.clock(turn);
        this.outlet = bytes -> socket.send(new DatagramPacket(bytes, bytes.length, client));
    }

    /** Where datagrams go. */
    public interface Outlet {
        void send(byte[] datagram) throws IOException;
    }

    /** Has all datagrams leave that way from now on, and not by the socket. */
    public void sendBy(Outlet other) {
        outlet = other;
    }

    @Override
    protected void transmit(DatagramPacket datagram) throws IOException {
        outlet.send(Arrays.copyOf(datagram.getData(), datagram.getLength()));
    }

    /** Those of Initial packets that were sent before there was a connection (RFC 9000 §12.3). */
    public void skipInitialNumbers(int count) {
        for (int i = 0; i < count; i++) {
            packetAssembler.packetNumberGenerators[PnSpace.Initial.ordinal()].nextPacketNumber();
        }
    }

    @Override
    public Instant lastAckElicitingSent() {
        Instant other = super.lastAckElicitingSent();
        return lastAckEliciting.isAfter(other) ? lastAckEliciting : other;
    }

    /** @param tokens gives the stateless reset token of a connection id, which Kwik makes up (RFC 9000 §10.3.2) */
    public void deriveResetTokens(UnaryOperator<byte[]> tokens) {
        resetTokens = Optional.of(tokens);
    }

    @Override
    public void send(QuicFrame frame, EncryptionLevel level, Consumer<QuicFrame> lost) {
        if (frame instanceof NewConnectionIdFrame made) {
            byte[] token = made.getStatelessResetToken(); // its own, and not a copy
            resetTokens.ifPresent(of -> System.arraycopy(of.apply(made.getConnectionId()), 0, token, 0, token.length));
        }
        super.send(frame, level, lost);
    }

    /** After the handshake a datagram is one packet, and neither logs nor Kwik's statistics are told of it. */
    @Override
    void send(List<SendItem> items) throws IOException {
        SendItem first = items.get(0);
        if (turn == null || items.size() > 1 || !(first.getPacket() instanceof ShortHeaderPacket packet)) {
            super.send(items);
            return;
        }
        try {
            lasting = lasting == null ? connectionSecrets.getOwnAead(EncryptionLevel.App) : lasting;
            send(packet, lasting, first.getPacketLostCallback());
        } catch (MissingKeysException e) {
            super.send(items); // which knows whether that is to be expected
        }
    }

    private void send(ShortHeaderPacket packet, Aead aead, Consumer<QuicPacket> lost) throws IOException {
        byte[] bytes = packet.generatePacketBytes(aead);
        Instant now = clock.instant();
        outlet.send(bytes);
        recoveryManager.packetSent(packet, now, lost);
        connection.getIdleTimer().packetSent(packet, now);
        if (packet.isAckEliciting()) {
            lastAckEliciting = now;
        }
    }

    /**
     * Sends frames by themselves to where the peer may be reached. They are not repeated, and neither congestion nor the round
     * trip time of the path in use is known from them (RFC 9000 §9.4).
     *
     * @param bytes of the datagram, filled up; nothing is sent if the frames need more
     * @param acknowledging whether it also says what has come, if there is room: a peer whose congestion window is full could else not
     *     answer, where all other acknowledgements go another way
     * @param peerId the peer's connection id on that path
     */
    public void probe(List<QuicFrame> frames, int bytes, boolean acknowledging, byte[] peerId, Outlet to) {
        try {
            ShortHeaderPacket packet = new ShortHeaderPacket(version.getVersion(), peerId, null);
            frames.forEach(packet::addFrame);
            if (packet.estimateLength(0) > bytes) {
                return;
            }
            if (acknowledging) {
                acknowledgement()
                        .filter(ack -> packet.estimateLength(ack.getFrameLength()) <= bytes)
                        .ifPresent(packet::addFrame);
            }
            packet.setPacketNumber(packetAssembler.packetNumberGenerators[PnSpace.App.ordinal()].nextPacketNumber());
            int missing = bytes - packet.estimateLength(0);
            if (missing > 0) {
                packet.addFrame(new Padding(missing));
            }
            to.send(packet.generatePacketBytes(connectionSecrets.getOwnAead(EncryptionLevel.App)));
        } catch (MissingKeysException | IOException e) {
            throw new IllegalStateException("a probe cannot be sent", e);
        }
    }

    /** One more than those that are due, which nobody relies on. */
    private Optional<AckFrame> acknowledgement() {
        return getGlobalAckGenerator().getAckGenerator(PnSpace.App).generateAck();
    }

    /**
     * The peer is somewhere else from now on: what is in flight is sent again.
     *
     * @param sameNetwork whether what is known of congestion and of the round trip time still holds (RFC 9000 §9.4)
     */
    public void pathChanged(boolean sameNetwork) {
        recoveryManager.pathChanged();
        if (!sameNetwork) {
            rttEstimater.reset();
            ((NewRenoCongestionController) getCongestionController()).restart();
        }
    }

    @Override
    protected void wakeUpSenderLoop() {
        if (turn != null) { // it is null while the superclass is made, too
            turn.send();
        } else {
            super.wakeUpSenderLoop();
        }
    }

    /** What is queued is sent first. */
    @Override
    public void shutdown(Runnable afterwards) {
        if (turn == null) {
            super.shutdown(afterwards);
        } else {
            afterLast = afterwards;
            turn.send();
        }
    }

    /**
     * Sends all that may be sent now.
     *
     * @param visit whether the thread is the application's, and may hold locks: then the connection is not ended, which calls the
     *     application, but left to the next turn
     * @return milliseconds until something delayed is due, or {@link #NEVER}
     */
    public long work(boolean visit) {
        if (ended) {
            return NEVER;
        }
        Runnable afterwards = afterLast;
        if (afterwards != null && visit) {
            return 0;
        }
        try {
            sendIfAny();
        } catch (Exception e) {
            if (visit) {
                throw new UncheckedIOException(new IOException(e));
            }
            if (afterwards == null) {
                connection.abortConnection(e);
                afterwards = afterLast;
            }
        }
        if (afterwards != null) {
            ended = true;
            afterwards.run();
            return NEVER;
        }
        long millis = determineMaximumWaitTime();
        return millis == NOTHING_DELAYED ? NEVER : millis;
    }
}
