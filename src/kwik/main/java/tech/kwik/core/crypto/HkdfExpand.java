package tech.kwik.core.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF-Expand (RFC 5869 §2.3) for what is no longer than a hash, as all keys of QUIC are: one HMAC, without looking for it each time. */
final class HkdfExpand {
    private static final int SHA256_BYTES = 32;
    private static final ThreadLocal<Mac> SHA256 = ThreadLocal.withInitial(() -> mac("HmacSHA256"));
    private static final ThreadLocal<Mac> SHA384 = ThreadLocal.withInitial(() -> mac("HmacSHA384"));

    private HkdfExpand() {}

    /**
     * @param hashBytes 32 for SHA-256, 48 for SHA-384
     * @param length in bytes, no more than {@code hashBytes}
     */
    static byte[] of(int hashBytes, byte[] secret, byte[] info, int length) {
        if (length > hashBytes) {
            throw new IllegalArgumentException("longer than a hash: " + length);
        }
        Mac mac = (hashBytes == SHA256_BYTES ? SHA256 : SHA384).get();
        try {
            mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret is a key for HMAC", e);
        }
        mac.update(info);
        mac.update((byte) 1);
        return Arrays.copyOf(mac.doFinal(), length);
    }

    private static Mac mac(String algorithm) {
        try {
            return Mac.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a platform has " + algorithm, e);
        }
    }
}
