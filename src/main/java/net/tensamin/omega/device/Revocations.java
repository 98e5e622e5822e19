package net.tensamin.omega.device;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/**
 * The revoked devices, in memory: a handshake does not wait for the database. What another node revoked comes with the next
 * look, which is soon when that node could say so, and is told on as {@link DeviceRevoked}. While the database is away what is known stays in force; when that has
 * been too long, every question is answered with an exception. Thread-safe.
 */
@ApplicationScoped
public class Revocations {
    private static final Logger LOG = System.getLogger(Revocations.class.getName());

    private static final byte[] NOTHING = {};

    private final Devices devices;
    private final Consumer<DeviceRevoked> learnt;
    private final ClusterBus bus;
    private final RevocationSettings settings;
    private final LongSupplier nanos;
    private final Executor threads;
    private final Timers timers;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Optional<Known> known = Optional.empty();
    private volatile boolean failing;
    private boolean stopped;
    private Timers.Plan looks = () -> {};

    /** @param nanos when the database was asked, for an answer that came after */
    private record Known(Set<DeviceId> revoked, long nanos) {}

    /** For the client proxy. */
    Revocations() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    Revocations(
            Devices devices,
            Event<DeviceRevoked> learnt,
            ClusterBus bus,
            Config config,
            BlockingThreads threads,
            Timers timers) {
        this(devices, learnt::fire, bus, RevocationSettings.from(config), System::nanoTime, threads, timers);
    }

    Revocations(
            Devices devices,
            Consumer<DeviceRevoked> learnt,
            ClusterBus bus,
            RevocationSettings settings,
            LongSupplier nanos,
            Executor threads,
            Timers timers) {
        this.devices = devices;
        this.learnt = learnt;
        this.bus = bus;
        this.settings = settings;
        this.nanos = nanos;
        this.threads = threads;
        this.timers = timers;
    }

    /**
     * Looks for the first time, and from then on regularly. To be called on a container's thread, before anybody is let in.
     *
     * @throws RuntimeException if the database does not answer: a server that cannot know must not start
     */
    public void start() {
        refresh();
        bus.listen(Subject.REVOCATION, (sender, nothing) -> lookSoon());
        looks = timers.work(settings.interval(), this::look);
    }

    /** The data source goes after this: a look that came later would open the database of a server that has ended. */
    synchronized void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        stopped = true;
        looks.cancel();
    }

    /**
     * Whether a certificate, whose chain is verified, is of a revoked device. Does not block.
     *
     * @throws RevocationsUnknownException if that cannot be said
     */
    public boolean revoked(X509Certificate certificate) {
        Known answer = known.filter(this::fresh).orElseThrow(RevocationsUnknownException::new);
        return answer.revoked().contains(DeviceId.of(certificate));
    }

    /** Whether a device is known to be revoked, however long ago that was looked at. */
    public boolean knows(DeviceId device) {
        return known.filter(answer -> answer.revoked().contains(device)).isPresent();
    }

    private boolean fresh(Known some) {
        return nanos.getAsLong() - some.nanos() <= settings.unknownAfter().toNanos();
    }

    /** Looks now; when it returns, what is new is in force and has been told on. */
    public synchronized void refresh() {
        long asked = nanos.getAsLong();
        Set<DeviceId> before = known.map(Known::revoked).orElse(Set.of());
        boolean more = devices.countRevoked() != before.size();
        Set<DeviceId> now = more ? devices.revoked() : before;
        boolean first = known.isEmpty();
        known = Optional.of(new Known(now, asked));
        if (more && !first) {
            now.stream().filter(device -> !before.contains(device)).forEach(this::tell);
            bus.sendAll(Subject.REVOCATION, NOTHING);
        }
    }

    private synchronized void refreshUnlessStopped() {
        if (!stopped) {
            refresh();
        }
    }

    private void tell(DeviceId device) {
        LOG.log(Level.INFO, "device {0} is revoked", device);
        try {
            learnt.accept(new DeviceRevoked(device));
        } catch (RuntimeException e) { // what is known is not told again: the next must not be lost with it
            LOG.log(Level.ERROR, "The sessions of device " + device + " may not have ended", e);
        }
    }

    private void lookSoon() {
        if (looking.compareAndSet(false, true)) {
            try {
                threads.execute(() -> {
                    looking.set(false);
                    look();
                });
            } catch (RejectedExecutionException e) {
                looking.set(false);
                failed(e);
            }
        }
    }

    private void look() {
        try {
            refreshUnlessStopped();
            failing = false;
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** An outage is logged once. */
    private void failed(RuntimeException e) {
        Level level = failing ? Level.DEBUG : Level.WARNING;
        Duration patience = settings.unknownAfter();
        LOG.log(level, "Cannot read revocations, trying again; after " + patience + " no certificate is accepted", e);
        failing = true;
    }
}
