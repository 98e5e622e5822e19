package net.tensamin.omega.guard;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.http.CertificateCaller;
import net.tensamin.omega.http.Readers;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/** Sees to it that HTTPS is guarded. Names no class of the server's in a signature, as other servers have them not. */
@Singleton
@Startup
public class HttpsGuard {
    private static final Logger LOG = System.getLogger(HttpsGuard.class.getName());

    @Inject
    Config config;

    @Inject
    Calls calls;

    @Inject
    CertificateCaller callers;

    @Inject
    Strangers strangers;

    @Inject
    Readers readers;

    @Inject
    Meters meters;

    @Inject
    Timers timers;

    @PostConstruct
    void start() {
        GuardSettings settings = GuardSettings.from(config);
        if (isOnPayara()) {
            Door door = new Door(settings, strangers, calls, this::caller, meters);
            readers.areSeenBy(door);
            new ListenerWatch(door, new HandshakeTurns(settings.handshakesAtOnce()), meters, timers).begin();
        } else {
            LOG.log(Level.INFO, "HTTPS has no guard of Omega's on this server");
        }
    }

    private static boolean isOnPayara() {
        try {
            Class.forName(PayaraListener.SERVICE);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private Optional<CertificateIdentity> caller(List<X509Certificate> shown) {
        return callers.areTrusted(shown) && !callers.isKnownToBeRevoked(shown.get(0))
                ? CertificateIdentity.of(shown.get(0))
                : Optional.empty();
    }
}
