package net.tensamin.omega.trust;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * What a certificate calls its own key and that of its issuer (RFC 5280 §4.2.1.1, §4.2.1.2). Hints: they say which candidates
 * to try first, and refuse none (RFC 4158 §3.5.12).
 */
record KeyIds(Optional<byte[]> own, Optional<byte[]> issuer) {
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

    static KeyIds of(X509Certificate certificate) {
        return new KeyIds(
                read(certificate, SUBJECT_KEY_IDENTIFIER, der -> SubjectKeyIdentifier.getInstance(der)
                        .getKeyIdentifier()),
                read(certificate, AUTHORITY_KEY_IDENTIFIER, der -> AuthorityKeyIdentifier.getInstance(der)
                        .getKeyIdentifierOctets()));
    }

    /** A malformed hint is none. */
    private static Optional<byte[]> read(X509Certificate certificate, String oid, Function<byte[], byte[]> id) {
        try {
            return Optional.ofNullable(certificate.getExtensionValue(oid))
                    .map(extension -> ASN1OctetString.getInstance(extension).getOctets())
                    .map(id);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** 0 if these are the names of one key, 1 if nothing is said, 2 if they differ. */
    int distanceTo(KeyIds issuing) {
        if (issuer.isEmpty() || issuing.own.isEmpty()) {
            return 1;
        }
        return Arrays.equals(issuer.get(), issuing.own.get()) ? 0 : 2;
    }
}
