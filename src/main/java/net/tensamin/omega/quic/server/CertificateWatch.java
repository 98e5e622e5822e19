package net.tensamin.omega.quic.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.threads.Timers;

/** Puts a replaced server certificate into use without a restart. One that cannot be used changes nothing. */
final class CertificateWatch {
    private static final Logger LOG = System.getLogger(CertificateWatch.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final Supplier<Optional<KeyMaterial>> replaced;
    private boolean failing;
    private Timers.Plan looks;

    /** @param replaced gives new key material once it is used, or throws if there is some that cannot be read or used */
    CertificateWatch(Supplier<Optional<KeyMaterial>> replaced) {
        this.replaced = replaced;
    }

    void start(Timers timers) {
        looks = timers.work(INTERVAL, this::look);
    }

    void stop() {
        looks.cancel();
    }

    /** A lasting fault is logged once. */
    void look() {
        try {
            replaced.get().ifPresent(CertificateWatch::tell);
            failing = false;
        } catch (RuntimeException e) {
            LOG.log(failing ? Level.DEBUG : Level.WARNING, "Keeping the server certificate: {0}", e.getMessage());
            failing = true;
        }
    }

    private static void tell(KeyMaterial keys) {
        LOG.log(
                Level.INFO,
                "QUIC uses a new server certificate, valid until {0}",
                keys.serverChain().get(0).getNotAfter().toInstant());
    }
}
