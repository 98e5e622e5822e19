package net.tensamin.omega.quic.tls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.ConnectionSecrets;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.DecryptionException;
import tech.kwik.core.impl.InvalidPacketException;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.Logger;
import tech.kwik.core.packet.InitialPacket;

/**
 * What an unknown client has sent so far. No connection is made for it before a ClientHello is complete: anybody can
 * send an Initial packet, under any address. Not thread-safe.
 */
public final class FirstFlight {
    private static final int HEADER = 4; // RFC 8446 §4
    private static final int LARGEST_HELLO = 4096;
    private static final int MOST_DATAGRAMS = 8;

    private final Version version;
    private final byte[] originalId;
    private final ConnectionSecrets secrets;
    private final Logger log;
    private final CryptoReassembly hello = new CryptoReassembly(HEADER + LARGEST_HELLO);
    private final List<ByteBuffer> datagrams = new ArrayList<>();

    /** @param originalId the connection id the client made up, from which the Initial keys come (RFC 9001 §5.2) */
    public FirstFlight(Version version, byte[] originalId, Logger log) {
        this.version = version;
        this.originalId = originalId;
        this.log = log;
        this.secrets = new ConnectionSecrets(new VersionHolder(version), Role.Server, null, log);
        secrets.computeInitialKeys(originalId);
    }

    /** Whether a flight is worth waiting for. */
    public enum State {
        INCOMPLETE,
        COMPLETE,
        /** Not the beginning of any handshake. */
        INVALID
    }

    /** @param datagram begins with an Initial packet */
    public State add(ByteBuffer datagram) {
        if (datagrams.size() == MOST_DATAGRAMS) {
            return State.INVALID;
        }
        datagrams.add(datagram.duplicate());
        try {
            for (QuicFrame frame : decrypt(datagram.duplicate()).getFrames()) {
                if (frame instanceof CryptoFrame crypto) {
                    hello.add(crypto.getOffset(), crypto.getStreamData());
                }
            }
            return state();
        } catch (InvalidPacketException | DecryptionException | MissingKeysException | TransportError e) {
            return State.INVALID;
        }
    }

    /** The datagrams so far, each from its beginning. */
    public List<ByteBuffer> datagrams() {
        return List.copyOf(datagrams);
    }

    /**
     * A datagram that tells the client that it is not admitted (RFC 9000 §5.2.2).
     *
     * @param clientId the client's source connection id
     * @param reason for people
     */
    public byte[] refusal(byte[] clientId, String reason) {
        long error = TransportErrorCode.CONNECTION_REFUSED.value;
        byte[] noToken = null;
        InitialPacket packet = new InitialPacket(
                version, originalId, clientId, noToken, new ConnectionCloseFrame(version, error, reason));
        packet.setPacketNumber(0);
        try {
            return packet.generatePacketBytes(secrets.getOwnAead(EncryptionLevel.Initial));
        } catch (MissingKeysException e) {
            throw new IllegalStateException("Initial keys are made with the flight", e);
        }
    }

    private InitialPacket decrypt(ByteBuffer datagram)
            throws InvalidPacketException, DecryptionException, MissingKeysException, TransportError {
        InitialPacket packet = new InitialPacket(version);
        packet.parse(datagram, secrets.getPeerAead(EncryptionLevel.Initial), 0, log, 0);
        return packet;
    }

    private State state() {
        int available = hello.available();
        if (available > 0 && hello.peek(0) != HandshakeType.client_hello.value) {
            return State.INVALID;
        }
        if (available < HEADER) {
            return State.INCOMPLETE;
        }
        int body = hello.peek(1) << 16 | hello.peek(2) << 8 | hello.peek(3);
        if (body > LARGEST_HELLO) {
            return State.INVALID;
        }
        return available < HEADER + body ? State.INCOMPLETE : State.COMPLETE;
    }
}
