package net.tensamin.omega.omikron;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A text that only the owner of an X448 key can read, and only the owner of another one can have written (SPEC §5).
 */
final class X448Challenge {
    private static final String ALPHANUMERICS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int TEXT_LENGTH = 32;
    private static final int KEY_LENGTH = 56; // RFC 7748 §5
    private static final int NONCE_LENGTH = 12; // NIST SP 800-38D §8.2
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] text;
    private final String publicKey;
    private final String encrypted;

    /**
     * @param recipientKey the recipient's raw public key
     * @param own the sender's
     * @throws InvalidKeyException if that is not 56 bytes, or a point of small order, whose secret anyone knows
     */
    static X448Challenge to(byte[] recipientKey, KeyPair own) throws InvalidKeyException {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        return new X448Challenge(recipientKey, own, randomText(), nonce);
    }

    X448Challenge(byte[] recipientKey, KeyPair own, String text, byte[] nonce) throws InvalidKeyException {
        this.text = text.getBytes(US_ASCII);
        this.publicKey = publicKey(own);
        this.encrypted = base64(encrypt(agree(own, decode(recipientKey)), this.text, nonce));
    }

    /** As the protocol writes it: raw, base64. */
    static String publicKey(KeyPair pair) {
        return base64(encode((XECPublicKey) pair.getPublic()));
    }

    /** The public key to agree with, base64. */
    String publicKey() {
        return publicKey;
    }

    /** Nonce, ciphertext and tag, base64. */
    String encrypted() {
        return encrypted;
    }

    /** In constant time, however much of the answer is right. */
    boolean isAnsweredBy(String answer) {
        return MessageDigest.isEqual(text, answer.getBytes(UTF_8));
    }

    /** The shared secret of RFC 7748 §6.2. */
    static byte[] agree(KeyPair own, PublicKey other) throws InvalidKeyException {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("X448");
            agreement.init(own.getPrivate());
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has X448", e);
        }
    }

    /** Little-endian, as in RFC 7748 §5. */
    static PublicKey decode(byte[] raw) throws InvalidKeyException {
        if (raw.length != KEY_LENGTH) {
            throw new InvalidKeyException(
                    "an X448 public key has " + KEY_LENGTH + " bytes, this one has " + raw.length);
        }
        try {
            BigInteger u = new BigInteger(1, reversed(raw));
            return KeyFactory.getInstance("X448").generatePublic(new XECPublicKeySpec(NamedParameterSpec.X448, u));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("not an X448 public key", e);
        }
    }

    static byte[] encode(XECPublicKey key) {
        byte[] bigEndian = key.getU().toByteArray();
        ByteBuffer raw = ByteBuffer.allocate(KEY_LENGTH);
        for (int i = bigEndian.length - 1; i >= 0 && raw.hasRemaining(); i--) {
            raw.put(bigEndian[i]);
        }
        return raw.array();
    }

    private static byte[] encrypt(byte[] secret, byte[] text, byte[] nonce) {
        try {
            byte[] key = MessageDigest.getInstance("SHA-256").digest(secret);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            byte[] sealed = cipher.doFinal(text);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM and SHA-256", e);
        }
    }

    private static String randomText() {
        StringBuilder text = new StringBuilder(TEXT_LENGTH);
        RANDOM.ints(TEXT_LENGTH, 0, ALPHANUMERICS.length()).forEach(i -> text.append(ALPHANUMERICS.charAt(i)));
        return text.toString();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
