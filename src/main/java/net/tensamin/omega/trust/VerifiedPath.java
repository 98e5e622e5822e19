package net.tensamin.omega.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A client's certificate and its issuers, up to an authority of this installation, which is not included.
 *
 * @param certificates the client's own first
 */
public record VerifiedPath(List<X509Certificate> certificates) {
    public VerifiedPath {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a path begins with a certificate");
        }
    }

    public X509Certificate certificate() {
        return certificates.get(0);
    }

    /** The last second in which all of them are valid: that of the first to end (RFC 5280 §4.1.2.5). */
    public Instant until() {
        Instant first = Instant.MAX;
        for (X509Certificate each : certificates) {
            Instant end = each.getNotAfter().toInstant();
            first = end.isBefore(first) ? end : first;
        }
        return first;
    }

    /** The first moment in which all of them are valid. */
    Instant from() {
        Instant last = Instant.MIN;
        for (X509Certificate each : certificates) {
            Instant begin = each.getNotBefore().toInstant();
            last = begin.isAfter(last) ? begin : last;
        }
        return last;
    }

    /** Both ends belong to it. */
    public boolean isValidAt(Instant moment) {
        return !moment.isBefore(from()) && !moment.isAfter(until());
    }

    /** The moment nearest to this one in which all of them were or will be valid; if there is none, this one. */
    Instant closestTo(Instant moment) {
        if (from().isAfter(until()) || isValidAt(moment)) {
            return moment;
        }
        return moment.isBefore(from()) ? from() : until();
    }
}
