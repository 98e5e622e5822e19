package net.tensamin.omega.quic.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import tech.kwik.agent15.TlsConstants.AlertDescription;

/**
 * The form of a client's Certificate message (RFC 8446 §4.4.2). Checked before agent15 parses it, which allocates
 * whatever the lengths inside say.
 */
final class CertificateList {
    private static final int MOST_CERTIFICATES = 10;
    private static final int HEADER = 4;

    private CertificateList() {}

    /**
     * Checks that all lengths add up.
     *
     * @return the number of certificates, which may be none
     */
    static int check(byte[] message) throws HandshakeAlert {
        ByteBuffer in = ByteBuffer.wrap(message, HEADER, message.length - HEADER);
        try {
            skip(in, in.get() & 0xff); // certificate_request_context
            if (uint24(in) != in.remaining()) {
                throw malformed();
            }
            int certificates = 0;
            while (in.hasRemaining()) {
                checkEntry(in);
                certificates++;
            }
            if (certificates > MOST_CERTIFICATES) {
                throw HandshakeAlert.badCertificate("more than " + MOST_CERTIFICATES + " certificates");
            }
            return certificates;
        } catch (BufferUnderflowException e) {
            throw malformed();
        }
    }

    private static void checkEntry(ByteBuffer in) throws HandshakeAlert {
        int length = uint24(in);
        if (length == 0) {
            throw malformed();
        }
        skip(in, length);
        if (in.getShort() != 0) { // none was asked for: RFC 8446 §4.2
            throw new HandshakeAlert(AlertDescription.unsupported_extension, "certificate extension not asked for");
        }
    }

    private static int uint24(ByteBuffer in) {
        return (in.get() & 0xff) << 16 | (in.get() & 0xff) << 8 | in.get() & 0xff;
    }

    private static void skip(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + length);
    }

    private static HandshakeAlert malformed() {
        return HandshakeAlert.decodeError("malformed certificate message");
    }
}
