package net.tensamin.omega.guard;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many connections each caller has proven: those that it has beyond are a stranger's, as one that has a certificate could else have all
 * connections that there are, and none of them would give way. Bounded by the connections. Thread-safe.
 */
final class Proofs {
    /** As many as the sessions and waits that a user may have, twice. */
    static final int MOST_OF_ONE = 64;

    private final Callers callers;
    private final Map<Principal, Integer> given = new HashMap<>();

    Proofs(Callers callers) {
        this.callers = callers;
    }

    /** @param shown the client's own first; @return nobody if they are not trusted now */
    Optional<? extends Principal> callerOf(List<X509Certificate> shown) {
        return callers.of(shown);
    }

    /** @return whether it is proven: then it is to be given back, once */
    synchronized boolean take(Principal caller) {
        int connections = given.getOrDefault(caller, 0);
        if (connections >= MOST_OF_ONE) {
            return false;
        }
        given.put(caller, connections + 1);
        return true;
    }

    /** The connection has ended. */
    synchronized void giveBack(Principal caller) {
        given.computeIfPresent(caller, (some, connections) -> connections == 1 ? null : connections - 1);
    }

    synchronized int callers() {
        return given.size();
    }
}
