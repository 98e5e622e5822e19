package net.tensamin.omega.guard;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The callers that certificates speak for. */
interface Callers {
    /** @param shown the client's own first; @return nobody if they are not trusted now */
    Optional<? extends Principal> of(List<X509Certificate> shown);
}
