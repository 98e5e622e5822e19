package net.tensamin.omega.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What this installation asks of a certificate besides RFC 5280, found out once: paths that lead through it may be thousands.
 *
 * @param fault what is wrong with it wherever it stands
 * @param isAuthority whether it says that it may issue
 * @param constraint what it asks of names below it
 * @param hasPlainUri whether one of its names is a URI without a host, or its names cannot be read
 */
record Fitness(Optional<String> fault, boolean isAuthority, Constraint constraint, boolean hasPlainUri) {
    /** Of an authority that the operator has named. */
    static final Fitness UNQUESTIONED = new Fitness(Optional.empty(), true, Constraint.NONE, false);

    enum Constraint {
        NONE,
        ON_URIS,
        MALFORMED
    }

    static Fitness of(X509Certificate certificate) {
        return new Fitness(
                faultOf(certificate),
                certificate.getBasicConstraints() >= 0,
                constraintOf(certificate),
                hasPlainUri(certificate));
    }

    private static Optional<String> faultOf(X509Certificate certificate) {
        if (FitKey.fault(certificate.getPublicKey()).isPresent()) {
            return Optional.of("certificate's key is of an unsupported kind");
        }
        return FitSignature.isFit(certificate)
                ? Optional.empty()
                : Optional.of("certificate's signature algorithm is too weak");
    }

    private static Constraint constraintOf(X509Certificate certificate) {
        try {
            return UriConstraints.areIn(certificate) ? Constraint.ON_URIS : Constraint.NONE;
        } catch (RuntimeException malformed) { // of many kinds
            return Constraint.MALFORMED;
        }
    }

    private static boolean hasPlainUri(X509Certificate certificate) {
        try {
            return UriConstraints.cannotBeMetBy(certificate);
        } catch (CertificateException | RuntimeException malformed) {
            return true;
        }
    }

    /** What is wrong with it where it has issued another one. */
    Optional<String> faultAsIssuer() {
        return isAuthority ? fault : Optional.of("certificate is not by an authority");
    }

    /** Whether an authority above forbids one of its names. */
    boolean isExcludedBy(Fitness above) {
        return above.constraint == Constraint.MALFORMED || above.constraint == Constraint.ON_URIS && hasPlainUri;
    }
}
