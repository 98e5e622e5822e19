package net.tensamin.omega.trust;

import java.security.PublicKey;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A certificate that may have signed others; compared by identity within a search.
 *
 * @param holder a number for subject and key: what one certificate of a holder signs, another verifies
 * @param anchor for an authority of this installation; empty for a certificate that was sent
 */
record Issuer(X509Certificate certificate, KeyIds ids, int holder, Fitness fitness, Optional<TrustAnchor> anchor) {
    private static final int NONE_OF_THE_SENT = -1;

    static Issuer sent(X509Certificate certificate, int holder) {
        return new Issuer(certificate, KeyIds.of(certificate), holder, Fitness.of(certificate), Optional.empty());
    }

    /**
     * By name and key: the JDK would refuse paths for what {@link KeyIds} are, hints.
     *
     * @param key the certificate's, to verify with
     */
    static Issuer authority(X509Certificate certificate, PublicKey key) {
        TrustAnchor anchor = new TrustAnchor(certificate.getSubjectX500Principal(), key, null);
        return new Issuer(
                certificate, KeyIds.of(certificate), NONE_OF_THE_SENT, Fitness.UNQUESTIONED, Optional.of(anchor));
    }

    PublicKey key() {
        return certificate.getPublicKey();
    }

    boolean isNamedBy(Issuer issued) {
        return issued.certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    boolean hasHolder(X509Certificate other) {
        return certificate.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && key().equals(other.getPublicKey());
    }
}
