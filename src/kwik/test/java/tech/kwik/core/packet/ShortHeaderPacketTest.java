package tech.kwik.core.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.crypto.Aead;
import tech.kwik.core.crypto.AeadLimits;
import tech.kwik.core.crypto.Aes128Gcm;
import tech.kwik.core.crypto.KeyUpdateSupport;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.StreamFrame;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;

class ShortHeaderPacketTest {
    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private static Aead aead() {
        Aead keys = new Aes128Gcm(Version.QUIC_version_1, Role.Server, false, new byte[32], null, new NullLogger());
        AeadLimits limits = new AeadLimits(1 << 20, 1 << 21, 1 << 20);
        KeyUpdateSupport support =
                new KeyUpdateSupport(keys, Role.Server, (role, secret, hp) -> keys, limits, new NullLogger());
        support.setPeerAead(support);
        return support;
    }

    private static ShortHeaderPacket packet(long number, QuicFrame... frames) {
        ShortHeaderPacket packet = new ShortHeaderPacket(Version.QUIC_version_1, ID, null);
        packet.setPacketNumber(number);
        List.of(frames).forEach(packet::addFrame);
        return packet;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 255, 256, 65_535, 65_536, 16_777_215, 16_777_216, 4_294_967_295L})
    void packetIsReadAsItWasWritten(long number) throws Exception {
        byte[] data = {10, 20, 30, 40, 50, 60};
        ShortHeaderPacket sent = packet(number, new AckFrame(7), new StreamFrame(0, 12, data, false));
        int estimate = sent.estimateLength(0);
        byte[] bytes = sent.generatePacketBytes(aead());
        assertEquals(estimate, bytes.length);
        assertEquals(bytes.length, sent.getSize());
        ShortHeaderPacket read = read(bytes, number);
        assertEquals(number, read.getPacketNumber());
        assertArrayEquals(ID, read.getDestinationConnectionId());
        assertEquals(7, ((AckFrame) read.getFrames().get(0)).getLargestAcknowledged());
        assertArrayEquals(data, ((StreamFrame) read.getFrames().get(1)).getStreamData());
    }

    @Test
    void packetThatWouldBeTooShortToSampleIsPadded() throws Exception {
        ShortHeaderPacket sent = packet(1, new PingFrame());
        int estimate = sent.estimateLength(0);
        byte[] bytes = sent.generatePacketBytes(aead());
        assertEquals(estimate, bytes.length);
        assertEquals(1 + ID.length + 4 + 16, bytes.length);
        assertTrue(read(bytes, 1).getFrames().get(0) instanceof PingFrame);
    }

    private static ShortHeaderPacket read(byte[] bytes, long number) throws Exception {
        ShortHeaderPacket read = new ShortHeaderPacket(Version.QUIC_version_1);
        read.parse(ByteBuffer.wrap(bytes), aead(), Math.max(0, number - 1), new NullLogger(), ID.length);
        return read;
    }

    @Test
    void framesSayWhatAPacketIs() {
        QuicFrame ack = new AckFrame(7);
        assertKind(packet(1, ack), false, false, true);
        assertKind(packet(1, ack, new Padding(2)), false, true, false);
        assertKind(packet(1, ack, new PingFrame()), true, true, false);
        assertKind(packet(1), false, false, false);
    }

    private static void assertKind(ShortHeaderPacket packet, boolean eliciting, boolean inFlight, boolean ackOnly) {
        assertEquals(eliciting, packet.isAckEliciting());
        assertEquals(inFlight, packet.isInflightPacket());
        assertEquals(ackOnly, packet.isAckOnly());
    }

    @Test
    void samePacketsDifferByNumber() {
        byte[] first = packet(1, new PingFrame()).generatePacketBytes(aead());
        byte[] second = packet(2, new PingFrame()).generatePacketBytes(aead());
        assertFalse(Arrays.equals(first, second));
    }

    /** RFC 9000 §12.4; its number takes four bytes, or it would be too short to sample. */
    @Test
    void packetWithoutFramesIsReadAndRefused() throws Exception {
        Aead keys = aead();
        byte[] header = ByteBuffer.allocate(1 + ID.length + 4)
                .put((byte) 0x43)
                .put(ID)
                .putInt(7)
                .array();
        byte[] sealed = keys.aeadEncrypt(header, new byte[0], keys.nonce(7));
        byte[] mask = keys.createHeaderProtectionMask(sealed);
        byte[] bytes = Arrays.copyOf(header, header.length + sealed.length);
        System.arraycopy(sealed, 0, bytes, header.length, sealed.length);
        bytes[0] ^= (byte) (mask[0] & 0x1f);
        for (int i = 0; i < 4; i++) {
            bytes[1 + ID.length + i] ^= mask[1 + i];
        }
        ShortHeaderPacket packet = read(bytes, 7);
        assertEquals(List.of(), packet.getFrames());
        PacketFilter next = (passed, metaData) -> {
            throw new AssertionError("passed on: " + passed);
        };
        FramesCheckFilter filter = new FramesCheckFilter(next);
        TransportError refusal = assertThrows(TransportError.class, () -> filter.processPacket(packet, null));
        assertEquals(TransportErrorCode.PROTOCOL_VIOLATION, refusal.getErrorCode());
    }
}
