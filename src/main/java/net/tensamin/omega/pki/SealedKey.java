package net.tensamin.omega.pki;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An X448 key pair that only a password opens: its private key is encrypted by AES-256-GCM, under a key that PBKDF2 (RFC 8018 §5.2) makes of
 * the password, and bound to its public key.
 *
 * @param publicKey X.509's SubjectPublicKeyInfo, base64
 * @param privateKey salt, nonce, the encrypted PKCS#8, tag; base64 of the whole
 */
public record SealedKey(String publicKey, String privateKey) {
    private static final String X448 = "X448";
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12; // NIST SP 800-38D §5.2.1.1
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;
    private static final int ITERATIONS = 100_000;

    static SealedKey make(char[] password) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(X448).generateKeyPair();
            byte[] salt = new byte[SALT_BYTES];
            byte[] nonce = new byte[NONCE_BYTES];
            SecureRandom random = new SecureRandom();
            random.nextBytes(salt);
            random.nextBytes(nonce);
            byte[] open = pair.getPublic().getEncoded();
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, password, salt, nonce, open)
                    .doFinal(pair.getPrivate().getEncoded());
            ByteBuffer whole = ByteBuffer.allocate(salt.length + nonce.length + sealed.length);
            whole.put(salt).put(nonce).put(sealed);
            Base64.Encoder base64 = Base64.getEncoder();
            return new SealedKey(base64.encodeToString(open), base64.encodeToString(whole.array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has X448, PBKDF2 and AES-256-GCM", e);
        }
    }

    /** @throws GeneralSecurityException if that is not its password */
    KeyPair open(char[] password) throws GeneralSecurityException {
        byte[] open = Base64.getDecoder().decode(publicKey);
        ByteBuffer whole = ByteBuffer.wrap(Base64.getDecoder().decode(privateKey));
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed = new byte[whole.remaining() - salt.length - nonce.length];
        whole.get(salt).get(nonce).get(sealed);
        byte[] secret = cipher(Cipher.DECRYPT_MODE, password, salt, nonce, open).doFinal(sealed);
        KeyFactory keys = KeyFactory.getInstance(X448);
        return new KeyPair(
                keys.generatePublic(new X509EncodedKeySpec(open)),
                keys.generatePrivate(new PKCS8EncodedKeySpec(secret)));
    }

    private static Cipher cipher(int mode, char[] password, byte[] salt, byte[] nonce, byte[] open)
            throws GeneralSecurityException {
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password, salt, ITERATIONS, KEY_BITS))
                .getEncoded();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(open);
        return cipher;
    }
}
