package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import tech.kwik.agent15.TlsConstants.AlertDescription;

/**
 * Decides whether a client's certificate is trusted, and names the TLS alert if it is not (SPEC §1): the path to a
 * client authority, its dates and signatures, what the certificate may be used for, revocation. Thread-safe.
 */
public final class ClientTrust {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12, id-kp-clientAuth
    private static final int DIGITAL_SIGNATURE = 0; // RFC 5280 §4.2.1.3, bit 0
    private static final int MINIMUM_RSA_BITS = 2048;

    private final Set<TrustAnchor> anchors;
    private final Set<X500Principal> anchorNames;
    private final RevocationCheck revocation;
    private final Clock clock;
    private final Cryptography cryptography;

    public ClientTrust(
            List<X509Certificate> authorities, RevocationCheck revocation, Clock clock, Cryptography cryptography) {
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
        this.anchorNames = authorities.stream()
                .map(X509Certificate::getSubjectX500Principal)
                .collect(Collectors.toUnmodifiableSet());
        this.revocation = revocation;
        this.clock = clock;
        this.cryptography = cryptography;
    }

    Cryptography cryptography() {
        return cryptography;
    }

    /**
     * Returns only if {@code sent} is to be trusted.
     *
     * @param sent what the client sent, its own certificate first, others in any order (RFC 8446 §4.4.2)
     */
    void check(List<X509Certificate> sent) throws HandshakeAlert {
        X509Certificate leaf = sent.get(0);
        checkPath(pathToAnchor(sent));
        checkUsage(leaf);
        checkKey(leaf.getPublicKey());
        if (revocation.revoked(leaf)) {
            throw new HandshakeAlert(AlertDescription.certificate_revoked, "certificate revoked");
        }
    }

    private List<X509Certificate> pathToAnchor(List<X509Certificate> sent) throws HandshakeAlert {
        List<X509Certificate> path = new ArrayList<>(List.of(sent.get(0)));
        X500Principal issuer = sent.get(0).getIssuerX500Principal();
        while (!anchorNames.contains(issuer)) {
            X509Certificate next = issuedAs(issuer, sent, path)
                    .orElseThrow(
                            () -> new HandshakeAlert(AlertDescription.unknown_ca, "unknown certificate authority"));
            path.add(next);
            issuer = next.getIssuerX500Principal();
        }
        return path;
    }

    private static Optional<X509Certificate> issuedAs(
            X500Principal name, List<X509Certificate> sent, List<X509Certificate> used) {
        return sent.stream()
                .filter(candidate -> candidate.getSubjectX500Principal().equals(name))
                .filter(candidate -> !used.contains(candidate))
                .findFirst();
    }

    private void checkPath(List<X509Certificate> certificates) throws HandshakeAlert {
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false); // the device registry decides
            parameters.setDate(Date.from(clock.instant()));
            cryptography.signerOf(certificates).ifPresent(parameters::setSigProvider);
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(certificates);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (CertPathValidatorException e) {
            throw alert(e.getReason());
        } catch (GeneralSecurityException e) {
            throw HandshakeAlert.badCertificate("certificate cannot be verified");
        }
    }

    private static HandshakeAlert alert(CertPathValidatorException.Reason reason) {
        if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
            return new HandshakeAlert(AlertDescription.certificate_expired, "certificate not valid at this time");
        }
        if (reason == PKIXReason.NO_TRUST_ANCHOR) {
            return new HandshakeAlert(AlertDescription.unknown_ca, "unknown certificate authority");
        }
        return HandshakeAlert.badCertificate("certificate does not verify");
    }

    private static void checkUsage(X509Certificate leaf) throws HandshakeAlert {
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw HandshakeAlert.badCertificate("certificate's key is not for signatures");
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(CLIENT_AUTH)) {
                throw HandshakeAlert.badCertificate("certificate is not for client authentication");
            }
        } catch (CertificateException e) {
            throw HandshakeAlert.badCertificate("certificate has a malformed extension");
        }
    }

    private static void checkKey(PublicKey key) throws HandshakeAlert {
        boolean weak = key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MINIMUM_RSA_BITS;
        if (weak || SignatureScheme.allFor(key).isEmpty()) {
            throw HandshakeAlert.badCertificate("certificate's key is of an unsupported kind");
        }
    }
}
