package net.tensamin.omega.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    PathSearch(SentCertificates sent, Instant now, PathValidation validation) {
        this.sent = sent;
        this.now = now;
        this.validation = validation;
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
        Optional<Refusal> refusal = refusalOfLast();
        if (refusal.isEmpty()) {
            Optional<VerifiedPath> found = above(next);
            if (found.isPresent()) {
                return found;
            }
        } else if (sent.leadsToAuthority(next)) {
            learn(refusal.get());
        }
        holders[next.holder()] = false;
        path.remove(path.size() - 1);
        return Optional.empty();
    }

    private Optional<VerifiedPath> above(Issuer next) throws CertificateRefusedException {
        for (Issuer issuer : sent.issuersOf(next)) {
            if (isNoBetter() || !sent.leadsToAuthority(next)) { // as far as is known by now
                return Optional.empty();
            }
            Optional<VerifiedPath> found = Optional.empty();
            if (issuer.anchor().isPresent()) {
                found = upTo(issuer);
            } else if (path.size() < LONGEST && !holders[issuer.holder()]) { // RFC 4158 §5.2: no loops
                found = through(issuer);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What this installation asks for besides, found out before anything is tried above: it costs no signature. */
    private Optional<Refusal> refusalOfLast() {
        int last = path.size() - 1;
        Issuer issuer = path.get(last);
        Optional<String> fault =
                last == 0 ? issuer.fitness().fault() : issuer.fitness().faultAsIssuer();
        if (fault.isPresent()) {
            return Optional.of(Refusal.bad(last + 1, fault.get()));
        }
        for (int i = last - 1; i >= 0; i--) {
            if (path.get(i).fitness().isExcludedBy(issuer.fitness())) {
                return Optional.of(Refusal.bad(i + 1, "certificate has a name that its authority may not certify"));
            }
        }
        return Optional.empty();
    }

    private Optional<VerifiedPath> upTo(Issuer authority) throws CertificateRefusedException {
        VerifiedPath candidate = candidate();
        Optional<Refusal> refusal =
                validation.check(candidate, authority.anchor().orElseThrow());
        if (refusal.isEmpty()) {
            return Optional.of(candidate);
        }
        learn(refusal.get());
        if (refusal.get().isForgery()) {
            int issuer = refusal.get().missing();
            sent.isNotSignedBy(path.get(issuer - 1), issuer < path.size() ? path.get(issuer) : authority);
        }
        return Optional.empty();
    }

    private VerifiedPath candidate() {
        List<X509Certificate> certificates = new ArrayList<>(path.size());
        for (Issuer each : path) {
            certificates.add(each.certificate());
        }
        return new VerifiedPath(certificates);
    }

    /** All that begins so is of another time, when a path was found of which nothing else is wrong. */
    private boolean isNoBetter() {
        return furthest.filter(known -> known.missing() == 0).isPresent()
                && !candidate().isValidAt(now);
    }

    private void learn(Refusal refusal) {
        if (furthest.isEmpty() || refusal.isFurtherThan(furthest.get())) {
            furthest = Optional.of(refusal);
        }
    }
}
