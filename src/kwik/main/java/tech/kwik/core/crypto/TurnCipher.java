package tech.kwik.core.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where Kwik gets ciphers from, AEAD_AES_128_GCM and AES-ECB for headers (RFC 9001 §5.3, §5.4.3): the build has the methods of
 * the same names end here (KwikRewrite). Each thread has one of each, and a connection none: what a cipher remembers of its
 * key is larger than the key, and a connection is idle most of the time.
 */
final class TurnCipher {
    private static final String AEAD = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final ThreadLocal<Cipher> GCM = ThreadLocal.withInitial(() -> cipher(AEAD));
    private static final ThreadLocal<Cipher> ECB = ThreadLocal.withInitial(() -> cipher("AES/ECB/NoPadding"));

    private TurnCipher() {}

    private static Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + transformation, e);
        }
    }

    /** To be initialized for each packet, as Kwik does. */
    static Cipher getCipher() {
        return GCM.get();
    }

    static byte[] aeadEncrypt(Aes128Gcm aead, byte[] associated, byte[] message, byte[] nonce) {
        try {
            Cipher cipher = sealing(aead.getKeySpec(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated);
            return cipher.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of 16 bytes and a nonce of 12", e);
        }
    }

    /** A cipher does not seal twice with the same key and nonce; a refusal that is repeated is the same packet, byte for byte. */
    private static Cipher sealing(SecretKeySpec key, GCMParameterSpec nonce) throws GeneralSecurityException {
        Cipher cipher = GCM.get();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
            return cipher;
        } catch (InvalidAlgorithmParameterException again) {
            Cipher fresh = cipher(AEAD);
            fresh.init(Cipher.ENCRYPT_MODE, key, nonce);
            return fresh;
        }
    }

    /** @param sample 16 bytes of the packet */
    static byte[] createHeaderProtectionMask(Aes128Gcm aead, byte[] sample) {
        Cipher cipher = ECB.get();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(aead.hp, "AES"));
            return cipher.doFinal(sample);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a header protection key of 16 bytes and a sample of 16 bytes", e);
        }
    }
}
