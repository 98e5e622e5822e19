package net.tensamin.omega.trust;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the candidates of one search, by the JDK's validation (RFC 5280 §6). From the authority down: a key that nobody
 * vouches for is never computed with.
 */
final class PathValidation {
    /** Two candidates of the longest path. */
    private static final int MOST_SIGNATURES = 10;

    /** Two likely issuers that are not it, and no more: whoever names an authority has signed nothing yet. */
    private static final int MOST_FORGED = 3;

    private final Instant now;
    private final SignatureCheck signatureCheck;
    private final int namesakes;
    private int signatures;
    private int forged;

    /** @param namesakes by how many the authorities of one name are more than one: each may have to be tried */
    PathValidation(Instant now, SignatureCheck signatureCheck, int namesakes) {
        this.now = now;
        this.signatureCheck = signatureCheck;
        this.namesakes = namesakes;
    }

    /**
     * As of a moment when all of the path was valid, if there was one: that the time is over is said only of a path that is
     * good otherwise.
     *
     * @throws CertificateRefusedException when the search as a whole has cost too much
     */
    Optional<Refusal> check(VerifiedPath candidate, TrustAnchor anchor) throws CertificateRefusedException {
        List<X509Certificate> path = candidate.certificates();
        if (forged >= MOST_FORGED + namesakes || signatures + path.size() > MOST_SIGNATURES + namesakes) {
            throw CertificateRefusedException.bad("too many certificates that do not verify");
        }
        boolean timely = candidate.isValidAt(now);
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
            parameters.setRevocationEnabled(false); // the device registry decides
            parameters.setDate(Date.from(timely ? now : candidate.closestTo(now)));
            signatureCheck.providerOf(path).ifPresent(parameters::setSigProvider);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            signatures += path.size();
            return timely ? Optional.empty() : Optional.of(Refusal.expired(0));
        } catch (CertPathValidatorException e) {
            int at = Math.max(0, e.getIndex());
            signatures += path.size() - at;
            Refusal refusal = refusal(e, at + 1);
            forged += refusal.isForgery() ? 1 : 0;
            return Optional.of(refusal);
        } catch (GeneralSecurityException | RuntimeException e) { // the JDK throws many kinds at hostile extensions
            signatures += path.size();
            return Optional.of(Refusal.bad(path.size(), "certificate cannot be verified"));
        }
    }

    private static Refusal refusal(CertPathValidatorException e, int missing) {
        CertPathValidatorException.Reason reason = e.getReason();
        if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
            return Refusal.expired(missing);
        }
        boolean forged = reason == BasicReason.INVALID_SIGNATURE || e.getCause() instanceof InvalidKeyException;
        return forged ? Refusal.forged(missing) : Refusal.bad(missing, "certificate does not verify");
    }
}
