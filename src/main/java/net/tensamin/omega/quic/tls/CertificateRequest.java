package net.tensamin.omega.quic.tls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.kwik.agent15.TlsConstants;
import tech.kwik.agent15.TlsConstants.ExtensionType;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.agent15.handshake.CertificateMessage;

/**
 * CertificateRequest (RFC 8446 §4.3.2). It names no authorities: clients would silently withhold a certificate that
 * does not match, and be refused for having none. A {@code CertificateMessage} only because Kwik's sender has no method
 * for this one and asks any message for its bytes and nothing else.
 */
final class CertificateRequest extends CertificateMessage {
    private static final List<Short> PROOFS = Arrays.stream(SignatureScheme.values())
            .map(scheme -> scheme.wire().value)
            .toList();
    private static final byte[] BYTES = serialize();

    @Override
    public byte[] getBytes() {
        return BYTES.clone();
    }

    private static byte[] serialize() {
        List<Short> inCertificates = new ArrayList<>(PROOFS);
        inCertificates.add(TlsConstants.SignatureScheme.rsa_pkcs1_sha256.value);
        inCertificates.add(TlsConstants.SignatureScheme.rsa_pkcs1_sha384.value);
        inCertificates.add(TlsConstants.SignatureScheme.rsa_pkcs1_sha512.value);
        byte[] proofs = extension(ExtensionType.signature_algorithms, PROOFS);
        byte[] certificates = extension(ExtensionType.signature_algorithms_cert, inCertificates);
        int extensions = proofs.length + certificates.length;
        int body = 1 + 2 + extensions;
        ByteBuffer message = ByteBuffer.allocate(4 + body);
        message.putInt(HandshakeType.certificate_request.value << 24 | body);
        message.put((byte) 0); // certificate_request_context: empty in a handshake
        message.putShort((short) extensions);
        message.put(proofs).put(certificates);
        return message.array();
    }

    /** RFC 8446 §4.2.3. */
    private static byte[] extension(ExtensionType type, List<Short> schemes) {
        ByteBuffer extension = ByteBuffer.allocate(2 + 2 + 2 + 2 * schemes.size());
        extension.putShort(type.value);
        extension.putShort((short) (2 + 2 * schemes.size()));
        extension.putShort((short) (2 * schemes.size()));
        schemes.forEach(extension::putShort);
        return extension.array();
    }
}
