package net.tensamin.omega.device;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Looks;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/**
 * The revoked devices, and the removed users, in memory: a handshake does not wait for the database. What another node
 * revoked comes with the next look, which is soon if that node could say so, and is passed on as {@link DeviceRevoked}.
 * While the database is away, what is known stays in force; once it has been away for too long, every question is
 * answered with an exception. Thread-safe.
 */
@ApplicationScoped
public class Revocations {
    private static final Logger LOG = System.getLogger(Revocations.class.getName());

    private static final byte[] NOTHING = {};

    private final Devices devices;
    private final RemovalWatch removals;
    private final RemovedUsers removed;
    private final Consumer<DeviceRevoked> learnt;
    private final ClusterBus bus;
    private final RevocationSettings settings;
    private final LongSupplier nanos;
    private final Looks looks;
    private volatile Optional<Known> known = Optional.empty();
    private boolean stopped;

    /** @param nanos when the database was asked, for an answer that came after */
    private record Known(Set<DeviceId> revoked, long nanos) {}

    /** For the client proxy. */
    Revocations() {
        this(null, null, null, null, null, null, null, null, null);
    }

    @Inject
    Revocations(
            Devices devices,
            RemovalWatch removals,
            RemovedUsers removed,
            Event<DeviceRevoked> learnt,
            ClusterBus bus,
            Config config,
            BlockingThreads threads,
            Timers timers) {
        this(
                devices,
                removals,
                removed,
                learnt::fire,
                bus,
                RevocationSettings.from(config),
                System::nanoTime,
                threads,
                timers);
    }

    Revocations(
            Devices devices,
            RemovalWatch removals,
            RemovedUsers removed,
            Consumer<DeviceRevoked> learnt,
            ClusterBus bus,
            RevocationSettings settings,
            LongSupplier nanos,
            Executor threads,
            Timers timers) {
        this.devices = devices;
        this.removals = removals;
        this.removed = removed;
        this.learnt = learnt;
        this.bus = bus;
        this.settings = settings;
        this.nanos = nanos;
        this.looks = new Looks(
                this::refreshUnlessStopped,
                LOG,
                () -> "Cannot read revocations, trying again; after " + settings.unknownAfter()
                        + " no certificate is accepted",
                threads,
                timers);
    }

    /**
     * Looks for the first time, and from then on regularly. To be called on a container's thread, before anybody is let in.
     *
     * @throws RuntimeException if the database does not answer: a server that cannot know must not start
     */
    public void start() {
        refresh();
        bus.listen(Subject.REVOCATION, (sender, nothing) -> looks.soon());
        looks.begin(settings.interval());
    }

    /** The data source goes after this: a look that came later would open the database of a server that has ended. */
    synchronized void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        stopped = true;
        looks.end();
    }

    /**
     * Whether a certificate, whose chain is verified, is of a revoked device, or speaks for a user that is removed. Does not block.
     *
     * @throws RevocationsUnknownException if that cannot be said
     */
    public boolean revoked(X509Certificate certificate) {
        Known answer = known.filter(this::fresh).orElseThrow(RevocationsUnknownException::new);
        return has(answer, certificate);
    }

    /** The same as far as it is known, however long ago that was looked at. */
    public boolean knows(X509Certificate certificate) {
        return known.filter(answer -> has(answer, certificate)).isPresent();
    }

    /** By the device it names, by itself, or by its user. */
    private boolean has(Known answer, X509Certificate certificate) {
        return answer.revoked().contains(DeviceId.of(certificate))
                || answer.revoked().contains(new DeviceId(DeviceId.fingerprint(certificate)))
                || CertificateIdentity.of(certificate).filter(removed::contains).isPresent();
    }

    /** Whether a device is known to be revoked, however long ago that was looked at. */
    public boolean knows(DeviceId device) {
        return known.filter(answer -> answer.revoked().contains(device)).isPresent();
    }

    private boolean fresh(Known some) {
        return nanos.getAsLong() - some.nanos() <= settings.unknownAfter().toNanos();
    }

    /** Looks now; when it returns, what is new is in force and has been passed on. */
    public synchronized void refresh() {
        long asked = nanos.getAsLong();
        removals.refresh();
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
        LOG.log(Level.INFO, "device or certificate {0} is revoked", device);
        try {
            learnt.accept(new DeviceRevoked(device));
        } catch (RuntimeException e) { // what is known is not told again: the next must not be lost with it
            LOG.log(Level.ERROR, "The sessions of device " + device + " may not have ended", e);
        }
    }
}
