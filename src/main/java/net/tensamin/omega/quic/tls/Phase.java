package net.tensamin.omega.quic.tls;

import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.HandshakeType;

/** What a handshake waits for next. */
enum Phase {
    HELLO(HandshakeType.client_hello, ProtectionKeysType.None),
    /** The client was asked for another key share (RFC 8446 §4.1.4), which happens once. */
    SECOND_HELLO(HandshakeType.client_hello, ProtectionKeysType.None),
    CERTIFICATE(HandshakeType.certificate, ProtectionKeysType.Handshake),
    VERIFY(HandshakeType.certificate_verify, ProtectionKeysType.Handshake),
    FINISHED(HandshakeType.finished, ProtectionKeysType.Handshake),
    /** The client is authenticated; there is nothing more to say (RFC 9001 §4.4, §6: no post-handshake messages). */
    DONE(null, null),
    FAILED(null, null);

    private final HandshakeType message;
    private final ProtectionKeysType protection;

    Phase(HandshakeType message, ProtectionKeysType protection) {
        this.message = message;
        this.protection = protection;
    }

    boolean accepts(int messageType, ProtectionKeysType protectedBy) {
        return message != null && message.value == messageType && protection == protectedBy;
    }
}
