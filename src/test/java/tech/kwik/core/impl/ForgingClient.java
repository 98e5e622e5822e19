package tech.kwik.core.impl;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tech.kwik.agent15.NewSessionTicket;
import tech.kwik.agent15.TlsConstants;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.handshake.HandshakeMessage;
import tech.kwik.agent15.handshake.NewSessionTicketMessage;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicSessionTicket;
import tech.kwik.core.cc.CongestionController;
import tech.kwik.core.cid.ConnectionIdInfo;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.Aead;
import tech.kwik.core.crypto.ConnectionSecrets;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.frame.FrameProcessor;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.LongHeaderPacket;
import tech.kwik.core.packet.PacketMetaData;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.packet.ShortHeaderPacket;

/** What a client made of Kwik needs to send handshake messages that Kwik would not. */
public final class ForgingClient {
    private ForgingClient() {}

    /** Has the client send, in place of each handshake message, what {@code forgery} makes of it. */
    public static void forge(QuicClientConnection client, Function<byte[], List<byte[]>> forgery) {
        QuicClientConnectionImpl connection = (QuicClientConnectionImpl) client;
        connection.getCryptoStream(EncryptionLevel.Handshake);
        connection.cryptoStreams.set(
                EncryptionLevel.Handshake.ordinal(), new ForgedStream(connection, EncryptionLevel.Handshake, forgery));
    }

    /** Has the client send, in place of its ClientHello, what {@code forgery} makes of it. */
    public static void forgeHello(QuicClientConnection client, UnaryOperator<byte[]> forgery) {
        QuicClientConnectionImpl connection = (QuicClientConnectionImpl) client;
        connection.getCryptoStream(EncryptionLevel.Initial);
        Function<byte[], List<byte[]>> one = message -> List.of(forgery.apply(message));
        connection.cryptoStreams.set(
                EncryptionLevel.Initial.ordinal(), new ForgedStream(connection, EncryptionLevel.Initial, one));
    }

    /** Sends bytes as CRYPTO frames. */
    public static void write(QuicClientConnection client, EncryptionLevel level, byte[] message) {
        ((QuicClientConnectionImpl) client).getCryptoStream(level).write(new Raw(message), true);
    }

    /** Bytes as a frame, whatever they are. */
    public static QuicFrame frame(byte[] bytes) {
        return new RawFrame(bytes);
    }

    /** Sends bytes as a frame of a 1-RTT packet. */
    public static void sendFrame(QuicClientConnection client, byte[] bytes) {
        ((QuicClientConnectionImpl) client).send(frame(bytes), lost -> {}, true);
    }

    /** Sends bytes as a frame of a packet of that level. */
    public static void sendFrame(QuicClientConnection client, EncryptionLevel level, byte[] bytes) {
        ((QuicClientConnectionImpl) client).send(frame(bytes), level, lost -> {}, level != EncryptionLevel.Initial);
    }

    /** A 1-RTT packet with a PING whose reserved bits are set (RFC 9000 §17.3.1), under the connection's keys. */
    public static byte[] withReservedBits(QuicClientConnection client, long packetNumber, int bits) {
        QuicClientConnectionImpl connection = (QuicClientConnectionImpl) client;
        ShortHeaderPacket packet = new ShortHeaderPacket(
                Version.QUIC_version_1, connection.getDestinationConnectionId(), new PingFrame(Version.QUIC_version_1));
        packet.setPacketNumber(packetNumber);
        try {
            Aead keys = secrets(client).getOwnAead(EncryptionLevel.App).sealing(packetNumber);
            return packet.generatePacketBytes(withReservedBits(keys, bits));
        } catch (MissingKeysException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The packet, whose header is long, with these reserved bits set (RFC 9000 §17.2). */
    public static byte[] withReservedBits(LongHeaderPacket packet, Aead keys, int bits) {
        byte[] bytes = packet.generatePacketBytes(withReservedBits(keys, bits));
        bytes[0] ^= (byte) bits;
        return bytes;
    }

    /** The first byte of a packet is authenticated, and masked. */
    private static Aead withReservedBits(Aead keys, int bits) {
        return (Aead) Proxy.newProxyInstance(
                ForgingClient.class.getClassLoader(), new Class<?>[] {Aead.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sealing")) {
                        return proxy;
                    }
                    if (method.getName().equals("aeadEncrypt")) {
                        ((byte[]) arguments[0])[0] |= (byte) bits; // of the packet's own header
                    }
                    return method.invoke(keys, arguments);
                });
    }

    /** What a datagram of the server with one 1-RTT packet says. */
    public static List<QuicFrame> frames(QuicClientConnection client, byte[] datagram) {
        ShortHeaderPacket packet = new ShortHeaderPacket(Version.QUIC_version_1);
        int idLength = ((QuicClientConnectionImpl) client).getSourceConnectionId().length;
        try {
            Aead keys = secrets(client).getPeerAead(EncryptionLevel.App);
            packet.parse(ByteBuffer.wrap(datagram), keys, 0, new NullLogger(), idLength);
            return packet.getFrames();
        } catch (Exception e) {
            throw new AssertionError("no packet for this client", e);
        }
    }

    /** The keys of a client's or a server's connection. */
    public static ConnectionSecrets secrets(QuicConnection connection) {
        return ((QuicConnectionImpl) connection).connectionSecrets;
    }

    /** The probe timeout of a connection, in milliseconds. */
    public static int pto(QuicConnection connection) {
        return ((QuicConnectionImpl) connection).getSender().getPto();
    }

    /** What decides how much a connection has in flight. */
    public static CongestionController congestion(QuicConnection connection) {
        return ((QuicConnectionImpl) connection).getSender().getCongestionController();
    }

    /** The stateless reset tokens by which a connection would be reset, 16 bytes each (RFC 9000 §10.3.1). */
    public static List<byte[]> resetTokens(QuicConnection connection) {
        return used(connection)
                .map(ConnectionIdInfo::getStatelessResetToken)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The sequence numbers of the ids by which a connection addresses its peer. */
    public static List<Integer> usedIds(QuicConnection connection) {
        return used(connection).map(ConnectionIdInfo::getSequenceNumber).toList();
    }

    private static Stream<ConnectionIdInfo> used(QuicConnection connection) {
        return ((QuicConnectionImpl) connection)
                .getConnectionIdManager().getAllPeerConnectionIds().values().stream()
                        .filter(id -> id.getConnectionIdStatus().notUnusedOrRetired());
    }

    /** Sends bytes as a datagram from where a client is. */
    public static void sendDatagram(QuicClientConnection client, byte[] bytes) {
        QuicClientConnectionImpl connection = (QuicClientConnectionImpl) client;
        try {
            Field socket = QuicClientConnectionImpl.class.getDeclaredField("socket");
            socket.setAccessible(true);
            ((DatagramSocket) socket.get(client))
                    .send(new DatagramPacket(bytes, bytes.length, connection.getServerAddress()));
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Which generation of keys a connection sends with (RFC 9001 §6). */
    public static int generation(QuicConnection connection) {
        try {
            return secrets(connection).getOwnAead(EncryptionLevel.App).getKeyUpdateCounter();
        } catch (MissingKeysException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A ticket that no server ever gave. */
    public static QuicSessionTicket ticket() {
        NewSessionTicketMessage message =
                new NewSessionTicketMessage(86_400, 7, new byte[] {0}, new byte[16], 0xffffffffL);
        TransportParameters parameters = new TransportParameters();
        parameters.setInitialMaxData(100_000);
        parameters.setInitialMaxStreamDataBidiRemote(100_000);
        parameters.setInitialMaxStreamDataBidiLocal(100_000);
        parameters.setInitialMaxStreamsBidi(4);
        return new QuicSessionTicketImpl(
                new NewSessionTicket(new byte[32], message, CipherSuite.TLS_AES_128_GCM_SHA256), parameters);
    }

    private static final class ForgedStream extends CryptoStream {
        private final Function<byte[], List<byte[]>> forgery;

        private ForgedStream(
                QuicClientConnectionImpl connection, EncryptionLevel level, Function<byte[], List<byte[]>> forgery) {
            super(
                    connection.quicVersion,
                    level,
                    Role.Client,
                    connection.getTlsEngine(),
                    connection.log,
                    connection.getSender());
            this.forgery = forgery;
        }

        @Override
        public void write(HandshakeMessage message, boolean flush) {
            forgery.apply(message.getBytes()).forEach(bytes -> super.write(new Raw(bytes), flush));
        }
    }

    private static final class RawFrame extends QuicFrame {
        private final byte[] bytes;

        private RawFrame(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void accept(FrameProcessor processor, QuicPacket packet, PacketMetaData metaData) {
            throw new UnsupportedOperationException("is only sent");
        }

        @Override
        public int getFrameLength() {
            return bytes.length;
        }

        @Override
        public void serialize(ByteBuffer buffer) {
            buffer.put(bytes);
        }
    }

    private static final class Raw extends HandshakeMessage {
        private final byte[] bytes;

        private Raw(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public TlsConstants.HandshakeType getType() {
            return TlsConstants.HandshakeType.message_hash;
        }

        @Override
        public byte[] getBytes() {
            return bytes;
        }
    }
}
