package net.tensamin.omega.quic.admission;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import net.tensamin.omega.quic.tls.Path;
import tech.kwik.core.generic.IntegerTooLargeException;
import tech.kwik.core.generic.InvalidIntegerEncodingException;
import tech.kwik.core.generic.VariableLengthInteger;
import tech.kwik.core.impl.Version;
import tech.kwik.core.packet.HandshakePacket;
import tech.kwik.core.packet.InitialPacket;

/**
 * A received datagram, as far as it can be read without keys (RFC 8999 §5, RFC 9000 §17).
 *
 * @param path on which it came, and is answered
 * @param longHeader whether its first packet has a long header; then {@code version} and {@code sourceId} are present
 * @param destinationId the connection it is for
 */
public record Datagram(
        ByteBuffer bytes,
        Path path,
        Instant received,
        boolean longHeader,
        int version,
        byte[] destinationId,
        byte[] sourceId) {
    public static final int OWN_ID_LENGTH = 8;
    private static final int SMALLEST_INITIAL = 1200; // RFC 9000 §14.1
    private static final int LARGEST_INITIAL = 2048; // more than a path carries unless asked (§14.2): bounds what waits
    static final int SHORTEST_ORIGINAL_ID = 8; // RFC 9000 §7.2
    static final int LONGEST_ID = 20; // RFC 9000 §17.2
    private static final int VERSION_NEGOTIATION = 0; // RFC 8999 §6

    public InetSocketAddress from() {
        return path.peer();
    }

    /** @return nothing if it cannot be a QUIC packet for this server */
    public static Optional<Datagram> read(byte[] bytes, Path path, Instant received) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < 1 + OWN_ID_LENGTH + 2) {
            return Optional.empty();
        }
        boolean longHeader = (bytes[0] & 0x80) != 0;
        return longHeader ? readLong(in, path, received) : readShort(in, path, received);
    }

    private static Optional<Datagram> readLong(ByteBuffer in, Path path, Instant received) {
        int version = in.getInt(1);
        int destinationLength = in.get(5) & 0xff;
        if (in.limit() < 6 + destinationLength + 1) {
            return Optional.empty();
        }
        int sourceLength = in.get(6 + destinationLength) & 0xff;
        if (in.limit() <= 6 + destinationLength + 1 + sourceLength) {
            return Optional.empty();
        }
        byte[] destination = slice(in, 6, destinationLength);
        byte[] source = slice(in, 6 + destinationLength + 1, sourceLength);
        return Optional.of(new Datagram(in, path, received, true, version, destination, source));
    }

    private static Optional<Datagram> readShort(ByteBuffer in, Path path, Instant received) {
        boolean fixedBit = (in.get(0) & 0x40) != 0;
        byte[] destination = slice(in, 1, OWN_ID_LENGTH);
        return fixedBit
                ? Optional.of(new Datagram(in, path, received, false, 0, destination, new byte[0]))
                : Optional.empty();
    }

    /** A connection id as a string, which stays fast in a hash map when clients choose ids that collide. */
    public static String key(byte[] connectionId) {
        return new String(connectionId, StandardCharsets.ISO_8859_1);
    }

    private static byte[] slice(ByteBuffer in, int at, int length) {
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        return bytes;
    }

    /** Whether it can begin a connection. */
    public boolean isFirst() {
        return longHeader
                && version == Version.QUIC_version_1.getId()
                && InitialPacket.isInitial(bytes.get(0) & 0xff, version)
                && bytes.limit() >= SMALLEST_INITIAL
                && bytes.limit() <= LARGEST_INITIAL
                && destinationId.length >= SHORTEST_ORIGINAL_ID
                && destinationId.length <= LONGEST_ID
                && sourceId.length <= LONGEST_ID;
    }

    /** Whether it can be of a connection that this server once had. */
    public boolean isOfConnection() {
        return destinationId.length == OWN_ID_LENGTH && (!longHeader || isHandshake());
    }

    private boolean isHandshake() {
        int type = (bytes.get(0) & 0x30) >> 4; // RFC 9000 §17.2
        return version == Version.QUIC_version_1.getId() && HandshakePacket.isHandshake(type, Version.QUIC_version_1);
    }

    /** What a first packet carries to prove its client's address (RFC 9000 §17.2.2); empty if nothing, or nothing readable. */
    byte[] token() {
        ByteBuffer rest = bytes.duplicate().position(6 + destinationId.length + 1 + sourceId.length);
        try {
            int length = VariableLengthInteger.parseInt(rest);
            return length <= rest.remaining() ? slice(bytes, rest.position(), length) : new byte[0];
        } catch (InvalidIntegerEncodingException | IntegerTooLargeException e) {
            return new byte[0];
        }
    }

    /** Whether it deserves a Version Negotiation packet (RFC 9000 §6.1). */
    public boolean asksForOtherVersion() {
        return longHeader
                && version != VERSION_NEGOTIATION
                && version != Version.QUIC_version_1.getId()
                && bytes.limit() >= SMALLEST_INITIAL;
    }
}
