package tech.kwik.core.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF (RFC 5869) for what is no longer than a hash, as all keys of TLS and QUIC are. Each thread has one HMAC of each kind. */
public final class Hkdf {
    private static final int SHA256_BYTES = 32;
    private static final ThreadLocal<Mac> SHA256 = ThreadLocal.withInitial(() -> mac("HmacSHA256"));
    private static final ThreadLocal<Mac> SHA384 = ThreadLocal.withInitial(() -> mac("HmacSHA384"));

    private Hkdf() {}

    /**
     * HMAC, and so HKDF-Extract with salt {@code key} (§2.2).
     *
     * @param hashBytes 32 for SHA-256, 48 for SHA-384
     */
    public static byte[] hmac(int hashBytes, byte[] key, byte[] input) {
        return keyed(hashBytes, key).doFinal(input);
    }

    /**
     * HKDF-Expand (§2.3), of which this is one block.
     *
     * @param hashBytes as for {@link #hmac}
     * @param length in bytes, no more than {@code hashBytes}
     */
    public static byte[] expand(int hashBytes, byte[] secret, byte[] info, int length) {
        if (length > hashBytes) {
            throw new IllegalArgumentException("longer than a hash: " + length);
        }
        Mac mac = keyed(hashBytes, secret);
        mac.update(info);
        mac.update((byte) 1);
        return Arrays.copyOf(mac.doFinal(), length);
    }

    private static Mac keyed(int hashBytes, byte[] key) {
        Mac mac = (hashBytes == SHA256_BYTES ? SHA256 : SHA384).get();
        try {
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret is a key for HMAC", e);
        }
        return mac;
    }

    private static Mac mac(String algorithm) {
        try {
            return Mac.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a platform has " + algorithm, e);
        }
    }
}
