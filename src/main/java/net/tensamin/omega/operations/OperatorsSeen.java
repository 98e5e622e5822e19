package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.http.CertificateCaller;

/**
 * When the certificates end that operators last showed. One that nobody has shown for a while is forgotten: an operator who has
 * left needs no other. Thread-safe.
 */
@ApplicationScoped
public class OperatorsSeen {
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);
    private static final int MOST = 32;

    private final Clock clock;
    private final Map<String, Seen> byName = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST;
        }
    };

    private record Seen(Instant ends, Instant at) {}

    /** For the client proxy. */
    OperatorsSeen() {
        this(null);
    }

    @Inject
    OperatorsSeen(Clock clock) {
        this.clock = clock;
    }

    /** @param caller as it was let in; nothing is noted of a caller that is no operator, or showed no certificate */
    public void saw(Principal caller, HttpServletRequest request) {
        if (caller instanceof CertificateIdentity.Operator operator) {
            CertificateCaller.shown(request).stream().findFirst().ifPresent(shown -> saw(operator, shown));
        }
    }

    synchronized void saw(CertificateIdentity.Operator operator, X509Certificate shown) {
        byName.put(operator.operator(), new Seen(shown.getNotAfter().toInstant(), clock.instant()));
    }

    /** By the operators' names. */
    synchronized Map<String, Instant> ends() {
        Instant oldest = clock.instant().minus(FORGOTTEN_AFTER);
        byName.values().removeIf(seen -> seen.at().isBefore(oldest));
        return byName.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue()
                .ends()));
    }
}
