package net.tensamin.omega.quic.tls;

import java.util.Optional;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.packet.InitialPacket;

/**
 * What an unknown client is told, in one Initial packet a datagram. If it gets a connection after all, that goes on from here.
 * Not thread-safe.
 */
public final class FirstAnswers {
    private final FirstFlight flight;
    private int packets;
    private int bytes;

    FirstAnswers(FirstFlight flight) {
        this.flight = flight;
    }

    /** How many packets there were, whose numbers are used up (RFC 9000 §12.3). */
    int packets() {
        return packets;
    }

    /** How many bytes those were. */
    int bytes() {
        return bytes;
    }

    /**
     * A datagram that tells the client what of its flight has come (RFC 9000 §13.2.1); it learns from it how far away the server is,
     * and so how soon to repeat what gets lost.
     *
     * @param clientId the client's source connection id
     */
    public byte[] acknowledgement(byte[] clientId) {
        return answer(clientId, new AckFrame(flight.version(), flight.received(), 0));
    }

    /**
     * A datagram that tells the client that it is not admitted (RFC 9000 §5.2.2).
     *
     * @param clientId the client's source connection id
     * @param reason for people
     */
    public byte[] refusal(byte[] clientId, String reason) {
        long error = TransportErrorCode.CONNECTION_REFUSED.value;
        return answer(clientId, new ConnectionCloseFrame(flight.version(), error, reason));
    }

    /**
     * A datagram that tells the client that its token does not prove its address, and that a new connection may (RFC 9000 §8.1.2).
     *
     * @param clientId the client's source connection id
     */
    public byte[] invalidToken(byte[] clientId) {
        long error = TransportErrorCode.INVALID_TOKEN.value;
        return answer(clientId, new ConnectionCloseFrame(flight.version(), error, "connect again"));
    }

    /**
     * A datagram that tells the client what it did wrong (RFC 9000 §10.2.3); nothing if that is not known, or nobody's fault.
     *
     * @param clientId the client's source connection id
     */
    public Optional<byte[]> complaint(byte[] clientId) {
        return flight.fault().map(frame -> answer(clientId, frame));
    }

    private byte[] answer(byte[] clientId, QuicFrame frame) {
        byte[] noToken = null;
        InitialPacket packet = new InitialPacket(flight.version(), flight.ownId(), clientId, noToken, frame);
        packet.setPacketNumber(packets++);
        try {
            byte[] datagram = packet.generatePacketBytes(flight.secrets().getOwnAead(EncryptionLevel.Initial));
            bytes += datagram.length;
            return datagram;
        } catch (MissingKeysException e) {
            throw new IllegalStateException("Initial keys are made with the flight", e);
        }
    }
}
