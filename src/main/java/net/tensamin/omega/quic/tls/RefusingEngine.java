package net.tensamin.omega.quic.tls;

import java.nio.ByteBuffer;
import java.util.function.Function;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.engine.TlsServerEngine;
import tech.kwik.agent15.handshake.CertificateRequestMessage;
import tech.kwik.agent15.handshake.ClientHello;
import tech.kwik.agent15.handshake.EncryptedExtensions;
import tech.kwik.agent15.handshake.NewSessionTicketMessage;
import tech.kwik.agent15.handshake.ServerHello;

/**
 * What this server never does, of what agent15 provides for: take a server's messages from a client, which agent15 passes
 * over in silence, and resume a session.
 */
abstract class RefusingEngine implements TlsServerEngine {

    /** Ends the handshake. */
    abstract void refuse() throws HandshakeAlert;

    /** A client's, but read by agent15: {@link HandshakeStream} reads it itself. */
    @Override
    public final void received(ClientHello message, ProtectionKeysType protectedBy) throws TlsProtocolException {
        refuse();
    }

    @Override
    public final void received(ServerHello message, ProtectionKeysType protectedBy) throws TlsProtocolException {
        refuse();
    }

    @Override
    public final void received(EncryptedExtensions message, ProtectionKeysType protectedBy)
            throws TlsProtocolException {
        refuse();
    }

    @Override
    public final void received(NewSessionTicketMessage message, ProtectionKeysType protectedBy)
            throws TlsProtocolException {
        refuse();
    }

    @Override
    public final void received(CertificateRequestMessage message, ProtectionKeysType protectedBy)
            throws TlsProtocolException {
        refuse();
    }

    /** Would be bound to a session ticket: there is none. */
    @Override
    public final void setSelectedApplicationLayerProtocol(String protocol) {}

    /** Would be kept with a session ticket: there is none. */
    @Override
    public final void setSessionData(byte[] data) {}

    /** Would be asked on resumption: there is none. */
    @Override
    public final void setSessionDataVerificationCallback(Function<ByteBuffer, Boolean> callback) {}

    /** There is never 0-RTT. */
    @Override
    public final byte[] getClientEarlyTrafficSecret() {
        throw new IllegalStateException("early data is never accepted");
    }
}
