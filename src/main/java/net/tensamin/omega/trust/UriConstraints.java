package net.tensamin.omega.trust;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * Name constraints on URIs, which are about hosts: a URI without one, such as {@code urn:tensamin:user:42}, is to be refused
 * where there are any (RFC 5280 §4.2.1.10). The JDK's validation throws at it.
 */
final class UriConstraints {
    private static final String NAME_CONSTRAINTS = "2.5.29.30"; // RFC 5280 §4.2.1.10

    private UriConstraints() {}

    /** @throws IllegalArgumentException for constraints that are malformed */
    static boolean areIn(X509Certificate authority) {
        byte[] extension = authority.getExtensionValue(NAME_CONSTRAINTS);
        if (extension == null) {
            return false;
        }
        NameConstraints constraints = NameConstraints.getInstance(
                ASN1OctetString.getInstance(extension).getOctets());
        return Stream.of(constraints.getPermittedSubtrees(), constraints.getExcludedSubtrees())
                .flatMap(subtrees -> subtrees == null ? Stream.empty() : Stream.of(subtrees))
                .map(GeneralSubtree::getBase)
                .anyMatch(base -> base.getTagNo() == GeneralName.uniformResourceIdentifier);
    }

    /** Whether one of the certificate's names is a URI without a host. */
    static boolean cannotBeMetBy(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null
                && names.stream()
                        .filter(name -> name.get(0).equals(GeneralName.uniformResourceIdentifier))
                        .anyMatch(name -> !hasHost((String) name.get(1)));
    }

    private static boolean hasHost(String uri) {
        try {
            return new URI(uri).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
