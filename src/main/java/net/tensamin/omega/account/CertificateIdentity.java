package net.tensamin.omega.account;

import java.security.Principal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whom a client certificate speaks for, by its SubjectAltName URIs (SPEC §1, §6). */
public sealed interface CertificateIdentity extends Principal {
    /** RFC 8141 §3.1: without case. */
    String NAMESPACE = "urn:tensamin:";

    String USER_URI = NAMESPACE + "user:";
    String OPERATOR_URI = NAMESPACE + "operator:";

    /** A user's device: {@code urn:tensamin:user:<user_id>}. */
    record Device(UserId user) implements CertificateIdentity {
        @Override
        public String getName() {
            return USER_URI + user;
        }
    }

    /** An operator: {@code urn:tensamin:operator:<name>}. */
    record Operator(String operator) implements CertificateIdentity {
        @Override
        public String getName() {
            return OPERATOR_URI + operator;
        }
    }

    /**
     * The identity of a certificate whose chain was verified elsewhere; empty when it names none, more than one, or one
     * that is malformed: such a certificate speaks for nobody.
     */
    static Optional<CertificateIdentity> of(X509Certificate certificate) {
        List<String> uris = tensaminUris(certificate);
        return uris.size() == 1 ? parse(uris.get(0)) : Optional.empty();
    }

    private static List<String> tensaminUris(X509Certificate certificate) {
        final int uniformResourceIdentifier = 6; // RFC 5280 §4.2.1.6
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(uniformResourceIdentifier))
                            .map(name -> (String) name.get(1))
                            .filter(uri -> uri.regionMatches(true, 0, NAMESPACE, 0, NAMESPACE.length()))
                            .map(uri -> NAMESPACE + uri.substring(NAMESPACE.length()))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static Optional<CertificateIdentity> parse(String uri) {
        if (uri.matches(USER_URI + "[1-9][0-9]{0,18}")) {
            try {
                return Optional.of(new Device(UserId.parse(uri.substring(USER_URI.length()))));
            } catch (IllegalArgumentException beyond64Bits) {
                return Optional.empty();
            }
        }
        if (uri.startsWith(OPERATOR_URI) && uri.length() > OPERATOR_URI.length()) {
            return Optional.of(new Operator(uri.substring(OPERATOR_URI.length())));
        }
        return Optional.empty();
    }
}
