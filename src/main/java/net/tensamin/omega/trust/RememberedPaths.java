package net.tensamin.omega.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths that were found last, for as long as they are valid: HTTPS asks at each request. Refusals are not remembered.
 * Thread-safe.
 */
public final class RememberedPaths {
    private static final int MOST = 512;

    private final ClientAuthorities authorities;
    private final Map<List<X509Certificate>, VerifiedPath> lately = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<X509Certificate>, VerifiedPath> eldest) {
            return size() > MOST;
        }
    };

    public RememberedPaths(ClientAuthorities authorities) {
        this.authorities = authorities;
    }

    /** As {@link ClientAuthorities#verify}. */
    public VerifiedPath verify(List<X509Certificate> sent, Instant now) throws CertificateRefusedException {
        VerifiedPath known = remembered(sent);
        if (known != null && known.isValidAt(now)) {
            return known;
        }
        VerifiedPath found = authorities.verify(sent, now);
        remember(sent, found);
        return found;
    }

    private synchronized VerifiedPath remembered(List<X509Certificate> sent) {
        return lately.get(sent);
    }

    private synchronized void remember(List<X509Certificate> sent, VerifiedPath path) {
        lately.put(List.copyOf(sent), path);
    }
}
