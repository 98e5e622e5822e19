package tech.kwik.core.packet;

import java.nio.ByteBuffer;
import java.util.List;
import tech.kwik.core.crypto.Aead;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.NotYetImplementedException;

/**
 * What Kwik asks and does for each packet several times: the build has the methods of the same names end here
 * (KwikRewrite), where no streams are made of lists that have one element.
 */
public final class TurnPackets {
    private static final int TAG = 16; // RFC 9001 §5.3
    private static final int SHORTEST_SAMPLED = 4; // RFC 9001 §5.4.2: packet number and frames
    private static final ThreadLocal<ByteBuffer> FRAMES =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(QuicPacket.MAX_PACKET_SIZE));

    private TurnPackets() {}

    public static boolean isAckEliciting(List<QuicFrame> frames) {
        for (QuicFrame frame : frames) {
            if (frame.isAckEliciting()) {
                return true;
            }
        }
        return false;
    }

    public static boolean isInflightPacket(List<QuicFrame> frames) {
        for (QuicFrame frame : frames) {
            if (frame.isAckEliciting() || frame instanceof Padding) {
                return true;
            }
        }
        return false;
    }

    public static boolean isAckOnly(List<QuicFrame> frames) {
        for (QuicFrame frame : frames) {
            if (!(frame instanceof AckFrame)) {
                return false;
            }
        }
        return !frames.isEmpty();
    }

    /** @param more bytes of frames to come */
    public static int estimateLength(ShortHeaderPacket packet, int more) {
        int numberLength = QuicPacket.computePacketNumberSize(packet.packetNumber);
        int length = more;
        for (QuicFrame frame : packet.frames) {
            length += frame.getFrameLength();
        }
        int padding = Math.max(0, SHORTEST_SAMPLED - numberLength - length);
        int reserved = packet.packetNumber < 0 ? SHORTEST_SAMPLED : numberLength;
        return 1 + packet.destinationConnectionId.length + reserved + length + padding + TAG;
    }

    /** The packet as it is sent (RFC 9000 §17.3.1, RFC 9001 §5.3 and §5.4). */
    public static byte[] generatePacketBytes(ShortHeaderPacket packet, Aead aead) {
        if (packet.packetNumber > 0xffffffffL) {
            throw new NotYetImplementedException("packet number of more than 4 bytes");
        }
        int numberLength = QuicPacket.computePacketNumberSize(packet.packetNumber);
        byte[] header = header(packet, numberLength, aead);
        byte[] sealed = packet.encryptPayload(payload(packet, numberLength), header, packet.packetNumber, aead);
        byte[] mask = packet.createHeaderProtectionMask(sealed, numberLength, aead);
        byte[] bytes = new byte[header.length + sealed.length];
        System.arraycopy(header, 0, bytes, 0, header.length);
        System.arraycopy(sealed, 0, bytes, header.length, sealed.length);
        bytes[0] ^= (byte) (mask[0] & 0x1f);
        for (int i = 0; i < numberLength; i++) {
            bytes[header.length - numberLength + i] ^= mask[1 + i];
        }
        packet.packetSize = bytes.length;
        return bytes;
    }

    private static byte[] header(ShortHeaderPacket packet, int numberLength, Aead aead) {
        byte[] id = packet.destinationConnectionId;
        byte[] header = new byte[1 + id.length + numberLength];
        packet.keyPhaseBit = aead.getKeyPhase();
        header[0] = (byte) (0x40 | packet.keyPhaseBit << 2 | numberLength - 1);
        System.arraycopy(id, 0, header, 1, id.length);
        for (int i = 0; i < numberLength; i++) {
            header[header.length - 1 - i] = (byte) (packet.packetNumber >>> 8 * i);
        }
        return header;
    }

    private static byte[] payload(ShortHeaderPacket packet, int numberLength) {
        ByteBuffer buffer = FRAMES.get().clear();
        for (QuicFrame frame : packet.frames) {
            frame.serialize(buffer);
        }
        int missing = SHORTEST_SAMPLED - numberLength - buffer.position();
        if (missing > 0) {
            Padding padding = new Padding(missing);
            packet.frames.add(padding);
            padding.serialize(buffer);
        }
        byte[] payload = new byte[buffer.flip().remaining()];
        buffer.get(payload);
        return payload;
    }
}
