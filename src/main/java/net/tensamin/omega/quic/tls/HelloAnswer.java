package net.tensamin.omega.quic.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.TlsConstants.ExtensionType;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.agent15.handshake.ServerHello;

/**
 * ServerHello or HelloRetryRequest (RFC 8446 §4.1.3, §4.1.4). agent15's own knows neither the hybrid's share nor a retry; one of
 * its type only because Kwik's sender asks for one, and asks it for its bytes and nothing else.
 */
final class HelloAnswer extends ServerHello {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] RETRY = sha256("HelloRetryRequest"); // §4.1.3
    private static final short TLS_1_2 = 0x0303;
    private static final short TLS_1_3 = 0x0304;
    private final byte[] bytes;

    private HelloAnswer(byte[] random, CipherSuite suite, ByteBuffer keyShare) {
        int extensions = 4 + 2 + 4 + keyShare.remaining();
        int body = 2 + random.length + 1 + 2 + 1 + 2 + extensions;
        ByteBuffer out = ByteBuffer.allocate(4 + body);
        out.putInt(HandshakeType.server_hello.value << 24 | body);
        out.putShort(TLS_1_2).put(random);
        out.put((byte) 0); // legacy_session_id_echo: RFC 9001 §8.4
        out.putShort(suite.value);
        out.put((byte) 0); // legacy_compression_method
        out.putShort((short) extensions);
        out.putShort(ExtensionType.supported_versions.value).putShort((short) 2).putShort(TLS_1_3);
        out.putShort(ExtensionType.key_share.value)
                .putShort((short) keyShare.remaining())
                .put(keyShare);
        bytes = out.array();
    }

    static HelloAnswer accepting(CipherSuite suite, Group group, byte[] share) {
        byte[] random = new byte[RETRY.length];
        RANDOM.nextBytes(random);
        ByteBuffer entry = ByteBuffer.allocate(2 + 2 + share.length);
        entry.putShort((short) group.wire()).putShort((short) share.length).put(share);
        return new HelloAnswer(random, suite, entry.flip());
    }

    /** Asks for a share of another group. */
    static HelloAnswer retry(CipherSuite suite, Group group) {
        return new HelloAnswer(
                RETRY,
                suite,
                ByteBuffer.allocate(2).putShort((short) group.wire()).flip());
    }

    @Override
    public byte[] getBytes() {
        return bytes.clone();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
