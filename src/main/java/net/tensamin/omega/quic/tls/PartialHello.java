package net.tensamin.omega.quic.tls;

import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.impl.TransportError;

/** A ClientHello (RFC 8446 §4.1.2), as far as it has come. Not thread-safe. */
final class PartialHello {
    private static final int HEADER = 4; // RFC 8446 §4
    private static final int LARGEST = 4096;

    private final CryptoReassembly bytes = new CryptoReassembly(HEADER + LARGEST);

    void add(CryptoFrame frame) throws TransportError {
        bytes.add(frame.getOffset(), frame.getStreamData());
    }

    /** How many bytes of it have come, in order or not. */
    int arrived() {
        return bytes.arrived();
    }

    /** @throws HandshakeAlert if this is another message, or too large a one */
    boolean isComplete() throws HandshakeAlert {
        int available = bytes.available();
        if (available > 0 && bytes.peek(0) != HandshakeType.client_hello.value) {
            throw HandshakeAlert.unexpectedMessage("the first message must be a ClientHello");
        }
        if (available < HEADER) {
            return false;
        }
        int body = bytes.peek(1) << 16 | bytes.peek(2) << 8 | bytes.peek(3);
        if (body > LARGEST) {
            throw HandshakeAlert.illegalParameter("handshake message too large");
        }
        return available >= HEADER + body;
    }
}
