package net.tensamin.omega.quic.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.tensamin.omega.pki.KeyMaterial;

/** Has a server certificate that was replaced used without a new start. One that is of no use changes nothing. */
final class CertificateWatch {
    private static final Logger LOG = System.getLogger(CertificateWatch.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final Supplier<Optional<KeyMaterial>> replaced;
    private final Consumer<KeyMaterial> user;
    private boolean failing;
    private Future<?> task;

    /** @param replaced gives new key material, once, or throws if there is some that cannot be read */
    CertificateWatch(Supplier<Optional<KeyMaterial>> replaced, Consumer<KeyMaterial> user) {
        this.replaced = replaced;
        this.user = user;
    }

    void start(ScheduledExecutorService scheduler) {
        task = scheduler.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        task.cancel(false);
    }

    /** A task that throws is not scheduled again; a fault that lasts is said once. */
    void look() {
        try {
            replaced.get().ifPresent(this::use);
            failing = false;
        } catch (RuntimeException e) {
            LOG.log(failing ? Level.DEBUG : Level.WARNING, "Keeping the server certificate: {0}", e.getMessage());
            failing = true;
        }
    }

    private void use(KeyMaterial keys) {
        user.accept(keys);
        LOG.log(
                Level.INFO,
                "QUIC uses a new server certificate, valid until {0}",
                keys.serverChain().get(0).getNotAfter().toInstant());
    }
}
