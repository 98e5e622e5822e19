package tech.kwik.core.crypto;

import tech.kwik.agent15.TlsConstants.CipherSuite;

/**
 * How often keys are used (RFC 9001 §6.6), in packets.
 *
 * @param sealedBeforeUpdate sealed with one generation of keys before the next is tried
 * @param sealedAtMost sealed with one generation before the connection is closed; the packets that say so come after
 * @param failedAtMost received that no key opened, in the whole connection
 */
public record AeadLimits(long sealedBeforeUpdate, long sealedAtMost, long failedAtMost) {
    private static final AeadLimits GCM = new AeadLimits(1L << 22, (1L << 23) - 1024, 1L << 52);
    private static final AeadLimits CHACHA20 = new AeadLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1L << 36);

    public AeadLimits {
        if (sealedBeforeUpdate < 1 || sealedAtMost < sealedBeforeUpdate || failedAtMost < 0) {
            throw new IllegalArgumentException("an update comes after a packet, and before the end");
        }
    }

    static AeadLimits of(CipherSuite suite) {
        return suite == CipherSuite.TLS_CHACHA20_POLY1305_SHA256 ? CHACHA20 : GCM;
    }
}
