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

/** What a client sent, each certificate once; and who may have issued which, the likely ones first. */
final class SentCertificates {
    private final List<Issuer> sent = new ArrayList<>();
    private final Map<Issuer, List<Issuer>> issuers = new IdentityHashMap<>();
    private final Date moment;

    /** @param certificates the client's own first, the others in any order (RFC 8446 §4.4.2) */
    SentCertificates(List<X509Certificate> certificates, List<Issuer> authorities, Instant now) {
        this.moment = Date.from(now);
        for (X509Certificate each : new LinkedHashSet<>(certificates)) {
            sent.add(Issuer.sent(each, holder(each)));
        }
        for (Issuer each : sent) {
            issuers.put(each, likelyFirst(each, authorities));
        }
    }

    private int holder(X509Certificate certificate) {
        for (Issuer earlier : sent) {
            if (earlier.hasHolder(certificate)) {
                return earlier.holder();
            }
        }
        return sent.size();
    }

    /** In a stable order: authorities before what was sent. */
    private List<Issuer> likelyFirst(Issuer issued, List<Issuer> authorities) {
        List<Issuer> likely = new ArrayList<>(1);
        addNamed(likely, issued, authorities);
        addNamed(likely, issued, sent.subList(1, sent.size()));
        if (likely.size() > 1) { // seldom, and each connect comes here
            Comparator<Issuer> ofNow = Comparator.comparing(candidate -> !isOfNow(candidate));
            likely.sort(ofNow.thenComparing(candidate -> issued.ids().distanceTo(candidate.ids())));
        }
        return likely;
    }

    private static void addNamed(List<Issuer> likely, Issuer issued, List<Issuer> candidates) {
        for (Issuer candidate : candidates) {
            if (candidate.isNamedBy(issued)) {
                likely.add(candidate);
            }
        }
    }

    private boolean isOfNow(Issuer candidate) {
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
        if (isByAuthority(from)) {
            return true;
        }
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

    private boolean isByAuthority(Issuer issued) {
        for (Issuer issuer : issuers.get(issued)) {
            if (issuer.anchor().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** A signature is not by this key, whoever else has it. */
    void isNotSignedBy(Issuer issued, Issuer issuer) {
        issuers.get(issued).removeIf(each -> each.key().equals(issuer.key()));
    }
}
