package net.tensamin.omega.quic.tls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.ConnectionSecrets;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.Range;
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
    private static final int MOST_DATAGRAMS = 8;
    private static final int MOST_PACKETS = 32;
    private static final int CRYPTO_ERROR = 0x100; // RFC 9000 §20.1

    private final Version version;
    private final byte[] originalId;
    private final byte[] ownId;
    private final Logger log;
    private final FirstAnswers answers = new FirstAnswers(this);
    private final List<ByteBuffer> datagrams = new ArrayList<>();
    private final List<Range> received = new ArrayList<>();
    private PartialHello hello = new PartialHello();
    private Optional<QuicFrame> fault = Optional.empty();
    private ConnectionSecrets secrets;
    private int packets;

    /**
     * @param originalId the connection id the client made up, from which the Initial keys come (RFC 9001 §5.2)
     * @param ownId what the client is to call the connection when it has heard of it (RFC 9000 §7.2)
     */
    public FirstFlight(Version version, byte[] originalId, byte[] ownId, Logger log) {
        this.version = version;
        this.originalId = originalId;
        this.ownId = ownId;
        this.log = log;
    }

    /** Whether the rest of a flight is worth waiting for. */
    public enum State {
        INCOMPLETE,
        COMPLETE,
        /** Does not begin any handshake. */
        INVALID
    }

    /**
     * Of a complete flight more is kept, for whoever continues it, and not looked at.
     *
     * @param datagram begins with an Initial packet
     */
    public State add(ByteBuffer datagram) {
        if (isComplete()) {
            keep(datagram);
            return State.COMPLETE;
        }
        if (datagrams.size() == MOST_DATAGRAMS) {
            return State.INVALID;
        }
        try {
            int before = hello.arrived();
            for (ByteBuffer rest = datagram.slice(); beginsWithInitial(rest) && !isComplete(); rest = rest.slice()) {
                if (++packets > MOST_PACKETS) {
                    return State.INVALID;
                }
                read(rest);
            }
            if (isComplete() || hello.arrived() > before) {
                keep(datagram);
            }
            return isComplete() ? State.COMPLETE : State.INCOMPLETE;
        } catch (TransportError e) {
            return invalid(e.getTransportErrorCode().value, e.getMessage());
        } catch (HandshakeAlert e) {
            return invalid(CRYPTO_ERROR + e.alertDescription().value, e.getMessage());
        } catch (InvalidPacketException | DecryptionException | MissingKeysException e) {
            return State.INVALID;
        }
    }

    private State invalid(long error, String reason) {
        fault = Optional.of(new ConnectionCloseFrame(version, error, reason));
        return State.INVALID;
    }

    private void keep(ByteBuffer datagram) {
        if (datagrams.size() < MOST_DATAGRAMS) {
            datagrams.add(datagram.duplicate());
        }
    }

    /** Others may follow in the same datagram, such as 0-RTT, which this server does not accept (RFC 9000 §12.2). */
    private boolean beginsWithInitial(ByteBuffer rest) {
        return rest.remaining() > 1 + Integer.BYTES
                && InitialPacket.isInitial(rest.get(0) & 0xff, rest.getInt(1))
                && rest.getInt(1) == version.getId();
    }

    /** Takes one packet from the buffer. */
    private void read(ByteBuffer rest)
            throws InvalidPacketException, DecryptionException, MissingKeysException, TransportError, HandshakeAlert {
        InitialPacket packet = new InitialPacket(version);
        packet.parse(rest, secrets().getPeerAead(EncryptionLevel.Initial), largestReceived(), log, 0);
        if (packet.isAckEliciting()) {
            Range.extendRangeList(received, packet.getPacketNumber());
        }
        if (packet.getFrames().isEmpty()) { // RFC 9000 §12.4
            throw new TransportError(TransportErrorCode.PROTOCOL_VIOLATION);
        }
        for (QuicFrame frame : packet.getFrames()) {
            read(frame);
        }
        if (hello.isComplete()) { // what comes now is read by the connection
            hello = null;
            secrets = null;
        }
    }

    /** Of those that an Initial packet may have (RFC 9000 §12.4). */
    private void read(QuicFrame frame) throws InvalidPacketException, TransportError {
        if (frame instanceof CryptoFrame crypto) {
            hello.add(crypto);
        } else if (frame instanceof ConnectionCloseFrame close && close.getFrameType() == 0x1c) {
            throw new InvalidPacketException(); // its client is gone
        } else if (!(frame instanceof Padding || frame instanceof PingFrame || frame instanceof AckFrame)) {
            throw new TransportError(TransportErrorCode.PROTOCOL_VIOLATION, "frame not permitted in an Initial packet");
        }
    }

    private long largestReceived() {
        return received.isEmpty() ? 0 : received.get(0).getLargest();
    }

    public boolean isComplete() {
        return hello == null;
    }

    /** The datagrams so far, each from its beginning. */
    public List<ByteBuffer> datagrams() {
        return List.copyOf(datagrams);
    }

    /** How many bytes that is. */
    public int bytes() {
        return datagrams.stream().mapToInt(ByteBuffer::limit).sum();
    }

    /** The connection id the client made up, or was given by a Retry. */
    public byte[] originalId() {
        return originalId.clone();
    }

    /** What the client calls the connection, once it has been answered. */
    public byte[] ownId() {
        return ownId.clone();
    }

    /** Whether there is something to acknowledge. */
    public boolean hasCome() {
        return !received.isEmpty();
    }

    /** What the client has been told, and may be. */
    public FirstAnswers answers() {
        return answers;
    }

    Version version() {
        return version;
    }

    /** The numbers of the packets that are to be acknowledged. */
    List<Range> received() {
        return received;
    }

    /** What the client did wrong, if that is known. */
    Optional<QuicFrame> fault() {
        return fault;
    }

    /** They take more memory than what the client sent. */
    ConnectionSecrets secrets() {
        if (secrets == null) {
            secrets = new ConnectionSecrets(new VersionHolder(version), Role.Server, null, log);
            secrets.computeInitialKeys(originalId);
        }
        return secrets;
    }
}
