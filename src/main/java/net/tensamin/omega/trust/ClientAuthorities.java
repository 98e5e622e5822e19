package net.tensamin.omega.trust;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** The authorities whose client certificates are accepted, and the decision whether one is (SPEC §1, §8). Thread-safe. */
public final class ClientAuthorities {
    private static final Logger LOG = System.getLogger(ClientAuthorities.class.getName());
    private static final int MOST_SENT = 10;
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12, id-kp-clientAuth
    private static final int DIGITAL_SIGNATURE = 0; // RFC 5280 §4.2.1.3, bit 0

    private final List<Issuer> authorities;
    private final SignatureCheck signatures;
    private final int namesakes;

    /** Signatures are verified by the JDK. */
    public ClientAuthorities(List<X509Certificate> authorities) {
        this(authorities, SignatureCheck.BY_THE_JDK);
    }

    public ClientAuthorities(List<X509Certificate> authorities, SignatureCheck signatures) {
        this.authorities = authorities.stream()
                .filter(ClientAuthorities::isOne)
                .map(each -> Issuer.authority(each, signatures.kept(each.getPublicKey())))
                .toList();
        this.signatures = signatures;
        this.namesakes = namesakes(this.authorities);
    }

    private static int namesakes(List<Issuer> authorities) {
        Map<X500Principal, Integer> byName = new HashMap<>();
        authorities.forEach(each -> byName.merge(each.certificate().getSubjectX500Principal(), 1, Integer::sum));
        return byName.values().stream().mapToInt(count -> count - 1).max().orElse(0);
    }

    private static boolean isOne(X509Certificate certificate) {
        boolean isOne = certificate.getBasicConstraints() >= 0;
        if (!isOne) {
            LOG.log(
                    Level.WARNING,
                    "{0} is in the trust store and is not a CA: it has no effect",
                    certificate.getSubjectX500Principal());
        }
        return isOne;
    }

    /**
     * The path by which a certificate is to be trusted, revocation aside.
     *
     * @param sent what the client sent, its own certificate first, others in any order (RFC 8446 §4.4.2)
     * @throws CertificateRefusedException if there is none
     */
    public VerifiedPath verify(List<X509Certificate> sent, Instant now) throws CertificateRefusedException {
        if (sent.size() > MOST_SENT) {
            throw CertificateRefusedException.bad("more than " + MOST_SENT + " certificates");
        }
        PathValidation validation = new PathValidation(now, signatures, namesakes);
        VerifiedPath path = new PathSearch(new SentCertificates(sent, authorities, now), now, validation).find();
        checkUsage(path.certificate());
        return path;
    }

    private static void checkUsage(X509Certificate certificate) throws CertificateRefusedException {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw CertificateRefusedException.bad("certificate's key is not for signatures");
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(CLIENT_AUTH)) {
                throw CertificateRefusedException.bad("certificate is not for client authentication");
            }
        } catch (CertificateParsingException e) {
            throw CertificateRefusedException.bad("certificate has a malformed extension");
        }
    }
}
