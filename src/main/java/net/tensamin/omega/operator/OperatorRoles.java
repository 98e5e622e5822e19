package net.tensamin.omega.operator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.device.RevocationSettings;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Looks;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/**
 * The roles of operators, in memory: no call has to wait for the database before it is let in. What another node
 * changed comes with the next look, which is soon if that node could say so, and is passed on as {@link
 * OperatorsChanged}. While the database is away, what is known stays in force. Thread-safe.
 */
@ApplicationScoped
public class OperatorRoles {
    private static final Logger LOG = System.getLogger(OperatorRoles.class.getName());
    private static final byte[] NOTHING = {};

    private final Operators operators;
    private final Runnable learnt;
    private final ClusterBus bus;
    private final Set<String> administrators;
    private final RevocationSettings settings;
    private final LongSupplier nanos;
    private final Looks looks;
    private volatile Optional<Look> last = Optional.empty();
    private boolean stopped;

    /** @param nanos when the database was asked, for an answer that came after */
    private record Look(KnownOperators operators, long nanos) {}

    /** For the client proxy. */
    OperatorRoles() {
        this(null, null, null, Set.of(), null, null, null, null);
    }

    @Inject
    OperatorRoles(
            Operators operators,
            Event<OperatorsChanged> learnt,
            ClusterBus bus,
            Config config,
            BlockingThreads threads,
            Timers timers) {
        this(
                operators,
                () -> learnt.fire(new OperatorsChanged()),
                bus,
                OperatorSettings.from(config).administrators(),
                RevocationSettings.from(config),
                System::nanoTime,
                threads,
                timers);
    }

    OperatorRoles(
            Operators operators,
            Runnable learnt,
            ClusterBus bus,
            Set<String> administrators,
            RevocationSettings settings,
            LongSupplier nanos,
            Executor threads,
            Timers timers) {
        this.operators = operators;
        this.learnt = learnt;
        this.bus = bus;
        this.administrators = administrators;
        this.settings = settings;
        this.nanos = nanos;
        this.looks = new Looks(
                this::refreshUnlessStopped,
                LOG,
                () -> "Cannot read operators, trying again; after " + settings.unknownAfter()
                        + " they can only look, and drain",
                threads,
                timers);
    }

    /**
     * Looks for the first time, and from then on regularly. Before that, only those whom the configuration names have a
     * role.
     */
    void start() {
        refresh();
        bus.listen(Subject.OPERATORS, (sender, nothing) -> looks.soon());
        looks.begin(settings.interval());
    }

    /** The data source goes after this. */
    synchronized void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        stopped = true;
        looks.end();
    }

    /** Whom the configuration of this server names. */
    Set<String> administrators() {
        return administrators;
    }

    /** Whether the configuration of this server names it. */
    public boolean isConfigured(OperatorName name) {
        return administrators.contains(name.value());
    }

    /** Whether anybody may administer. */
    boolean hasAdministrator() {
        return known().hasAdministrator();
    }

    private KnownOperators known() {
        return last.map(Look::operators).orElseGet(() -> new KnownOperators(administrators, Map.of()));
    }

    /**
     * What this operator may do. Does not block.
     *
     * @param shown the certificate that says so, trusted and not revoked; none in a demo's browser
     */
    public Standing of(CertificateIdentity.Operator operator, Optional<X509Certificate> shown) {
        return known().of(operator, shown, last.filter(this::fresh).isPresent());
    }

    private boolean fresh(Look some) {
        return nanos.getAsLong() - some.nanos() <= settings.unknownAfter().toNanos();
    }

    /** Looks now; when it returns, what is new is in force and has been passed on. */
    public synchronized void refresh() {
        long asked = nanos.getAsLong();
        KnownOperators now = new KnownOperators(administrators, operators.known());
        boolean changed = last.isPresent() && !now.equals(known());
        last = Optional.of(new Look(now, asked));
        if (changed) {
            tell();
            bus.sendAll(Subject.OPERATORS, NOTHING);
        }
    }

    private void tell() {
        LOG.log(
                Level.INFO,
                "operators have changed: {0,number,#} are registered",
                known().registered().size());
        try {
            learnt.run();
        } catch (RuntimeException e) { // it is in force all the same
            LOG.log(Level.ERROR, "What is streamed to operators may not have ended", e);
        }
    }

    private synchronized void refreshUnlessStopped() {
        if (!stopped) {
            refresh();
        }
    }
}
