package net.tensamin.omega.bench.floor;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AEAD_AES_128_GCM of a QUIC packet (RFC 9001 §5.3) with the JDK, which does this whichever providers handshakes have. Not thread-safe. */
final class PacketProtection {
    private static final int HEADER = 20;
    private static final int TAG = 16;
    private static final int NONCE = 12;
    private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    private final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    private final byte[] header = new byte[HEADER];
    private final byte[] plain;
    private final byte[] sealed;
    private long packet;

    /** @param bytes of the whole packet */
    PacketProtection(int bytes) throws GeneralSecurityException {
        plain = new byte[bytes - HEADER - TAG];
        sealed = new byte[plain.length + TAG];
        seal();
    }

    /** The next packet. */
    void seal() throws GeneralSecurityException {
        packet++;
        protect(Cipher.ENCRYPT_MODE, plain, sealed);
    }

    /** The last packet sealed. */
    void open() throws GeneralSecurityException {
        protect(Cipher.DECRYPT_MODE, sealed, plain);
    }

    private void protect(int mode, byte[] from, byte[] to) throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(NONCE).putLong(NONCE - Long.BYTES, packet).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(header);
        cipher.doFinal(from, 0, from.length, to, 0);
    }
}
