package net.tensamin.omega.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a client sent, each certificate once; and who may have issued which, the likely ones first. */
final class SentCertificates {
    private final List<Issuer> sent = new ArrayList<>();
    private final Map<Issuer, List<Issuer>> issuers = new IdentityHashMap<>();
    private final Instant now;

    /** @param certificates the client's own first, the others in any order (RFC 8446 §4.4.2) */
    SentCertificates(List<X509Certificate> certificates, List<Issuer> authorities, Instant now) {
        this.now = now;
        new LinkedHashSet<>(certificates).forEach(each -> sent.add(Issuer.sent(each, holder(each))));
        sent.forEach(each -> issuers.put(each, likelyFirst(each, authorities)));
    }

    private int holder(X509Certificate certificate) {
        return sent.stream()
                .filter(earlier -> earlier.hasHolder(certificate))
                .map(Issuer::holder)
                .findFirst()
                .orElse(sent.size());
    }

    private List<Issuer> likelyFirst(Issuer issued, List<Issuer> authorities) {
        Comparator<Issuer> ofNow = Comparator.comparing(candidate -> !isOfNow(candidate));
        return new ArrayList<>(Stream.concat(authorities.stream(), sent.stream().skip(1))
                .filter(candidate -> candidate.isNamedBy(issued))
                .sorted(ofNow.thenComparing(candidate -> issued.ids().distanceTo(candidate.ids())))
                .toList()); // in a stable order: authorities before what was sent
    }

    private boolean isOfNow(Issuer candidate) {
        Date moment = Date.from(now);
        return candidate.anchor().isPresent()
                || !moment.before(candidate.certificate().getNotBefore())
                        && !moment.after(candidate.certificate().getNotAfter());
    }

    int count() {
        return sent.size();
    }

    /** The client's. */
    Issuer own() {
        return sent.get(0);
    }

    /** As far as is known by now. */
    List<Issuer> issuersOf(Issuer issued) {
        return List.copyOf(issuers.get(issued));
    }

    /** Whether names lead from here to an authority of this installation, as far as is known by now. */
    boolean leadsToAuthority(Issuer from) {
        Set<Issuer> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Issuer> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            Issuer issuer = next.remove();
            if (issuer.anchor().isPresent()) {
                return true;
            }
            if (reached.add(issuer)) {
                next.addAll(issuers.get(issuer));
            }
        }
        return false;
    }

    /** A signature is not by this key, whoever else has it. */
    void isNotSignedBy(Issuer issued, Issuer issuer) {
        issuers.get(issued).removeIf(each -> each.key().equals(issuer.key()));
    }
}
