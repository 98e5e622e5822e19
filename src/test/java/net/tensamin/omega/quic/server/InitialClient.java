package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.Aead;
import tech.kwik.core.crypto.ConnectionSecrets;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.ForgingClient;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.InitialPacket;

/** The Initial packets of a client, each as a test wants it, and those that it gets. */
final class InitialClient implements AutoCloseable {
    private static final Version V1 = Version.QUIC_version_1;
    private static final int SMALLEST = 1_200; // RFC 9000 §14.1
    private final DatagramChannel channel;
    private final InetSocketAddress server;
    private final ConnectionSecrets secrets =
            new ConnectionSecrets(new VersionHolder(V1), Role.Client, null, new NullLogger());
    private final byte[] originalId = new byte[8];
    private final byte[] ownId = {4, 4, 4, 4};
    private byte[] serverId;
    private int numbers;

    InitialClient(InetSocketAddress server, long seed) {
        this.server = server;
        new Random(seed).nextBytes(originalId);
        serverId = originalId;
        secrets.computeInitialKeys(originalId);
        try {
            channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] ownId() {
        return ownId;
    }

    /** A part of a message. */
    byte[] packet(byte[] message, int from, int to) {
        return packet(message, from, to, 0);
    }

    /** The same in a packet that fills a datagram. */
    byte[] datagram(byte[] message, int from, int to) {
        int small = packet(message, from, to, 0).length;
        numbers--;
        return packet(message, from, to, SMALLEST - small);
    }

    /** Any bytes as frames, in a packet that fills a datagram if they do. */
    byte[] packetOf(byte[] frames) {
        return packet(ForgingClient.frame(frames), 0);
    }

    private byte[] packet(byte[] message, int from, int to, int padding) {
        return packet(new CryptoFrame(V1, from, Arrays.copyOfRange(message, from, to)), padding);
    }

    /** A PING with these reserved bits set (RFC 9000 §17.2), in a packet that fills a datagram. */
    byte[] withReservedBits(int bits) {
        return ForgingClient.withReservedBits(packetWith(new PingFrame(V1), SMALLEST), keys(), bits);
    }

    private byte[] packet(QuicFrame first, int padding) {
        return packetWith(first, padding).generatePacketBytes(keys());
    }

    private InitialPacket packetWith(QuicFrame first, int padding) {
        List<QuicFrame> frames = new ArrayList<>(List.of(first));
        if (padding > 0) {
            frames.add(new Padding(padding));
        }
        InitialPacket packet = new InitialPacket(V1, ownId, serverId, null, frames);
        packet.setPacketNumber(numbers++);
        return packet;
    }

    private Aead keys() {
        try {
            return secrets.getOwnAead(EncryptionLevel.Initial);
        } catch (MissingKeysException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends packets in one datagram. */
    void send(byte[]... packets) {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            datagram.writeBytes(packet);
        }
        try {
            channel.send(ByteBuffer.wrap(datagram.toByteArray()), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first packet of the next datagram that comes; it calls the server as that does from then on. */
    InitialPacket receive() {
        ByteBuffer in = ByteBuffer.allocate(2_048);
        try {
            await().until(() -> channel.receive(in) != null);
            InitialPacket packet = new InitialPacket(V1);
            packet.parse(in.flip(), secrets.getPeerAead(EncryptionLevel.Initial), 0, new NullLogger(), 0);
            serverId = packet.getSourceConnectionId();
            return packet;
        } catch (Exception e) {
            throw new AssertionError("not an Initial packet for this client", e);
        }
    }

    /** The error with which an Initial packet closes the connection; what comes before it is passed over. */
    long awaitClose() {
        ByteBuffer in = ByteBuffer.allocate(2_048);
        while (true) {
            await().until(() -> channel.receive(in.clear()) != null);
            for (QuicFrame frame : framesOf(in.flip())) {
                if (frame instanceof ConnectionCloseFrame close) {
                    return close.getErrorCode();
                }
            }
        }
    }

    private List<QuicFrame> framesOf(ByteBuffer datagram) {
        if (!InitialPacket.isInitial(datagram.get(0) & 0xff, V1.getId())) {
            return List.of();
        }
        InitialPacket packet = new InitialPacket(V1);
        try {
            packet.parse(datagram, secrets.getPeerAead(EncryptionLevel.Initial), 0, new NullLogger(), 0);
            return packet.getFrames();
        } catch (Exception e) {
            throw new AssertionError("not an Initial packet for this client", e);
        }
    }

    /** Sends a datagram with a short header to what the server calls the connection. */
    void sendShortHeader() {
        byte[] datagram = Arrays.copyOf(new byte[] {0x40}, 100);
        System.arraycopy(serverId, 0, datagram, 1, serverId.length);
        send(datagram);
    }

    /** Whether nothing has come that was not received. */
    boolean hasNothing() {
        try {
            return channel.receive(ByteBuffer.allocate(2_048)) == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
