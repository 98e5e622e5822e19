package net.tensamin.omega.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.tensamin.omega.trust.CertificateRefusedException.Fault;

/**
 * Looks for a path from a client's certificate to an authority among what was sent (RFC 4158): enumerates candidates by their
 * names, the likely ones first, and has each checked. What it may cost does not depend on what was sent. For one search.
 */
final class PathSearch {
    private static final int LONGEST = 5;

    private final SentCertificates sent;
    private final Instant now;
    private final PathValidation validation;
    private final List<Issuer> path = new ArrayList<>();
    private final boolean[] holders;
    private Optional<Refusal> furthest = Optional.empty();

    PathSearch(SentCertificates sent, Instant now, Function<List<X509Certificate>, Optional<String>> signers) {
        this.sent = sent;
        this.now = now;
        this.validation = new PathValidation(now, signers);
        this.holders = new boolean[sent.count()];
    }

    /** @throws CertificateRefusedException with the fault of the candidate that came furthest */
    VerifiedPath find() throws CertificateRefusedException {
        Optional<VerifiedPath> found = through(sent.own());
        if (found.isPresent()) {
            return found.get();
        }
        throw furthest.map(Refusal::exception)
                .orElseGet(() ->
                        new CertificateRefusedException(Fault.UNKNOWN_AUTHORITY, "unknown certificate authority"));
    }

    private Optional<VerifiedPath> through(Issuer next) throws CertificateRefusedException {
        path.add(next);
        holders[next.holder()] = true;
        Optional<VerifiedPath> found = Optional.empty();
        for (Issuer issuer : sent.issuersOf(next)) {
            if (issuer.anchor().isPresent()) {
                found = upTo(issuer);
            } else if (path.size() < LONGEST && !holders[issuer.holder()]) { // RFC 4158 §5.2: no loops
                found = through(issuer);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        holders[next.holder()] = false;
        path.remove(path.size() - 1);
        return found;
    }

    private Optional<VerifiedPath> upTo(Issuer authority) throws CertificateRefusedException {
        VerifiedPath candidate =
                new VerifiedPath(path.stream().map(Issuer::certificate).toList());
        if (isNoBetter(candidate)) {
            return Optional.empty();
        }
        Optional<Refusal> refusal =
                validation.check(candidate, authority.anchor().orElseThrow());
        if (refusal.isEmpty()) {
            return Optional.of(candidate);
        }
        learn(refusal.get(), authority);
        return Optional.empty();
    }

    /** Another of another time, when one was found of which nothing else is wrong. */
    private boolean isNoBetter(VerifiedPath candidate) {
        return !candidate.isValidAt(now)
                && furthest.filter(known -> known.missing() == 0).isPresent();
    }

    private void learn(Refusal refusal, Issuer authority) {
        if (furthest.isEmpty() || refusal.isFurtherThan(furthest.get())) {
            furthest = Optional.of(refusal);
        }
        if (refusal.isForgery()) {
            int issuer = refusal.missing();
            sent.isNotSignedBy(path.get(issuer - 1), issuer < path.size() ? path.get(issuer) : authority);
        }
    }
}
