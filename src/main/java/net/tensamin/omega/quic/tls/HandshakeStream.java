package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.extension.ApplicationLayerProtocolNegotiationExtension;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.agent15.handshake.CertificateVerifyMessage;
import tech.kwik.agent15.handshake.FinishedMessage;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.Logger;
import tech.kwik.core.send.Sender;
import tech.kwik.core.tls.QuicTransportParametersExtension;

/**
 * The client's handshake messages at one encryption level (RFC 9001 §4.1.3). Takes only the message the engine waits
 * for, up to its own limit: Kwik's stream stops at 100 bytes, parses whatever type comes and lets agent15 allocate
 * before lengths are checked. Sending is Kwik's.
 */
final class HandshakeStream extends CryptoStream {
    private static final int HEADER = 4; // RFC 8446 §4: msg_type and a 24-bit length
    private static final int OUT_OF_ORDER = 4096; // RFC 9000 §7.5 demands at least this
    private static final Map<Integer, Integer> LIMITS = Map.of(
            (int) HandshakeType.client_hello.value, 4096,
            (int) HandshakeType.certificate.value, 16 * 1024,
            (int) HandshakeType.certificate_verify.value, 1024,
            (int) HandshakeType.finished.value, 64);

    private final VersionHolder version;
    private final ProtectionKeysType protection;
    private final HandshakeEngine engine;
    private final Logger log;
    private final CryptoReassembly incoming = new CryptoReassembly(HEADER + 16 * 1024 + OUT_OF_ORDER);

    HandshakeStream(VersionHolder version, EncryptionLevel level, HandshakeEngine engine, Logger log, Sender sender) {
        super(version, level, Role.Server, engine, log, sender);
        this.version = version;
        this.engine = engine;
        this.log = log;
        this.protection = protection(level);
    }

    private static ProtectionKeysType protection(EncryptionLevel level) {
        if (level == EncryptionLevel.Initial) {
            return ProtectionKeysType.None;
        }
        return level == EncryptionLevel.Handshake ? ProtectionKeysType.Handshake : ProtectionKeysType.Application;
    }

    @Override
    public void add(CryptoFrame frame) throws TlsProtocolException, TransportError {
        try {
            incoming.add(frame.getOffset(), frame.getStreamData());
            while (incoming.available() > 0) {
                int length = nextMessageLength();
                if (incoming.available() < length) {
                    return;
                }
                deliver(incoming.take(length));
            }
        } catch (IOException e) {
            throw new IllegalStateException("Kwik's message sender does no I/O", e);
        } catch (TransportError e) {
            engine.fail();
            throw e;
        }
    }

    /** The length of the message that begins here, or of its header while that is incomplete. */
    private int nextMessageLength() throws HandshakeAlert {
        int type = incoming.peek(0);
        if (!engine.phase().accepts(type, protection)) {
            engine.refuse();
        }
        if (incoming.available() < HEADER) {
            return HEADER;
        }
        int body = incoming.peek(1) << 16 | incoming.peek(2) << 8 | incoming.peek(3);
        if (body > LIMITS.get(type)) {
            engine.fail();
            throw new HandshakeAlert(AlertDescription.illegal_parameter, "handshake message too large");
        }
        return HEADER + body;
    }

    private void deliver(byte[] message) throws TlsProtocolException, IOException, TransportError {
        boolean passed = false;
        try {
            dispatch(message);
            passed = true;
        } catch (java.nio.BufferUnderflowException e) { // agent15 where it does not check
            throw HandshakeAlert.decodeError("malformed handshake message");
        } finally {
            if (!passed) {
                engine.fail();
            }
        }
    }

    private void dispatch(byte[] message) throws TlsProtocolException, IOException, TransportError {
        ByteBuffer in = ByteBuffer.wrap(message);
        switch (engine.phase()) {
            case HELLO, SECOND_HELLO -> {
                checkKeyChange(); // a client that is asked for another share has not said more before it knows
                Hello hello = Hello.read(message);
                engine.received(hello, forQuic(hello), protection);
            }
            case CERTIFICATE -> engine.received(certificates(message, in), protection);
            case VERIFY -> engine.received(new CertificateVerifyMessage().parse(in, message.length), protection);
            case FINISHED -> {
                checkKeyChange();
                engine.received(new FinishedMessage().parse(in, message.length), protection);
            }
            default -> engine.refuse();
        }
    }

    /** agent15 takes an empty list for malformed; it is the answer of a client without a certificate. */
    private static CertificateMessage certificates(byte[] message, ByteBuffer in) throws TlsProtocolException {
        int certificates = CertificateList.check(message);
        return certificates == 0 ? new CertificateMessage((X509Certificate) null) : new CertificateMessage().parse(in);
    }

    /** Nothing may follow the last message before new keys at the old level (RFC 9001 §4.1.3). */
    private void checkKeyChange() throws TransportError {
        if (!incoming.isEmpty()) {
            throw new TransportError(TransportErrorCode.PROTOCOL_VIOLATION);
        }
    }

    /** For Kwik's log, which is off. */
    @Override
    public String toStringReceived() {
        return toString();
    }

    /** For Kwik's log, which is off. */
    @Override
    public String toStringSent() {
        return toString();
    }

    private List<Extension> forQuic(Hello hello) throws TlsProtocolException {
        List<Extension> extensions = new ArrayList<>();
        for (int type : hello.extensions().keySet()) {
            if (type == Hello.ALPN) {
                extensions.add(new ApplicationLayerProtocolNegotiationExtension(hello.whole(type)));
            } else if (QuicTransportParametersExtension.isCodepoint(version.getVersion(), type)) {
                extensions.add(new QuicTransportParametersExtension(version.getVersion())
                        .parse(hello.whole(type), Role.Client, log));
            }
        }
        return extensions;
    }
}
