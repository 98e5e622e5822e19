package net.tensamin.omega.omikron;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.AccountNews;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.Omikron;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.mailbox.Notices;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.ServerKey;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.registry.OmikronRegistrations;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.OutOfMemory;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/** All links of this server: which Omikrons may have one, and their heartbeat, by one scheduled task. */
@ApplicationScoped
public class OmikronLinks implements Admission, OmikronConnection.Roster {
    private static final Logger LOG = System.getLogger(OmikronLinks.class.getName());
    private static final int TICKS_EACH_PING = 5;
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Set<OmikronConnection> connections = new CopyOnWriteArraySet<>();
    private final Accounts accounts;
    private final PresenceBoard presence;
    private final Notices notices;
    private final OmikronRegistrations registrations;
    private final ServerKey key;
    private final OmikronSettings settings;
    private final Executor threads;
    private final LongSupplier nanos;
    private final Counter identifications;
    private final Breaches slowed;

    private final Timers timers;
    private Timers.Plan heartbeat;
    private Timers.Plan looks;
    private volatile boolean unsure;
    private volatile boolean refusing;

    @Inject
    OmikronLinks(
            Accounts accounts,
            PresenceBoard presence,
            Notices notices,
            OmikronRegistrations registrations,
            ServerKey key,
            BlockingThreads threads,
            Timers timers,
            Meters meters,
            Config config) {
        this(accounts, presence, notices, registrations, key, threads, timers, meters, config, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    OmikronLinks(
            Accounts accounts,
            PresenceBoard presence,
            Notices notices,
            OmikronRegistrations registrations,
            ServerKey key,
            Executor threads,
            Timers timers,
            Meters meters,
            Config config,
            LongSupplier nanos) {
        this.accounts = accounts;
        this.presence = presence;
        this.notices = notices;
        this.registrations = registrations;
        this.key = key;
        this.threads = threads;
        this.nanos = nanos;
        this.timers = timers;
        this.settings = OmikronSettings.from(config);
        this.identifications =
                meters.counter("omega_omikron_identifications_total", "Links whose Omikron has identified itself");
        meters.gauge("omega_omikron_links", "Open links, identified or not", connections::size);
        meters.gauge("omega_omikron_unanswered", "Frames that wait for their answer, on all links", this::unanswered);
        this.slowed = new Breaches(
                OmikronSettings.MESSAGES,
                "it is read more slowly",
                meters.counter(
                        "omega_omikron_slowed_total", "Times that a link had to wait because of its message limit"),
                nanos);
    }

    /** For the client proxy only. */
    OmikronLinks() {
        this.accounts = null;
        this.presence = null;
        this.notices = null;
        this.registrations = null;
        this.key = null;
        this.threads = null;
        this.nanos = null;
        this.timers = null;
        this.settings = null;
        this.identifications = null;
        this.slowed = null;
    }

    /** Being told of the start makes the container create this bean then, so that a bad setting stops the start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    @PostConstruct
    void beat() {
        heartbeat = timers.beat(settings.pingInterval().dividedBy(TICKS_EACH_PING), this::tick);
        looks = timers.work(BETWEEN_CHECKS, this::checkIfUnsure);
    }

    @PreDestroy
    void stop() {
        heartbeat.cancel();
        looks.cancel();
        connections.forEach(OmikronConnection::goAway);
    }

    /** A link of an Omikron that is removed, or has another key, has proven nothing. */
    void on(@Observes AccountNews news) {
        if (!news.omikrons().isEmpty()) {
            connections.forEach(connection -> connection.closeIfOneOf(news.omikrons()));
        }
        if (news.anything()) {
            unsure = true;
        }
    }

    private void checkIfUnsure() {
        if (!unsure) {
            return;
        }
        unsure = false; // what is missed from now on makes it unsure again
        try {
            connections.forEach(OmikronConnection::closeUnlessCurrent);
        } catch (RuntimeException e) {
            unsure = true;
            LOG.log(Level.DEBUG, "Checking again whether the Omikrons of links are registered", e);
        }
    }

    OmikronConnection opened(OmikronConnection.Socket socket) {
        OmikronConnection connection = new OmikronConnection(socket, threads, this, settings, this, nanos);
        connections.add(connection);
        if (refusing) {
            connection.close(Closing.GOING_AWAY);
        }
        return connection;
    }

    /** How many links there are, identified or not. */
    public int connected() {
        return connections.size();
    }

    /** All links, in no particular order. */
    public List<LinkView> views() {
        return connections.stream().map(OmikronConnection::view).toList();
    }

    /** From now on new links are closed at once; existing ones go on. */
    public void refuse() {
        refusing = true;
    }

    /**
     * Takes nothing more from any link, and closes them when what was received is answered.
     *
     * @param patience how long answers may take, and then how long goodbyes
     */
    public void drain(Duration patience) throws InterruptedException {
        connections.forEach(OmikronConnection::hearNoMore);
        await(patience, () -> connections.stream().allMatch(OmikronConnection::isAnswered));
        connections.forEach(OmikronConnection::goAway);
        await(patience, connections::isEmpty);
    }

    private void await(Duration patience, BooleanSupplier condition) throws InterruptedException {
        long deadline = nanos.getAsLong() + patience.toNanos();
        while (!condition.getAsBoolean() && nanos.getAsLong() - deadline < 0) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
    }

    @Override
    public void slowed(String who) {
        slowed.by(Source.of(who));
    }

    @Override
    public void ended(OmikronConnection connection) {
        connections.remove(connection);
    }

    @Override
    public KeyPair own() {
        return key.pair();
    }

    @Override
    public Optional<byte[]> keyOf(OmikronId omikron) {
        return accounts.omikron(omikron).map(Omikron::publicKey);
    }

    @Override
    public Admitted admit(OmikronId omikron) {
        identifications.increment();
        return new OmikronAnswers(presence.opened(omikron), accounts, presence, notices, registrations, threads);
    }

    private long unanswered() {
        return connections.stream().mapToLong(OmikronConnection::unanswered).sum();
    }

    private void tick() {
        connections.forEach(OmikronLinks::tick);
    }

    /** A link that fails does not stop the heartbeats of others. */
    private static void tick(OmikronConnection connection) {
        try {
            connection.tick();
        } catch (RuntimeException | Error e) {
            OutOfMemory.endIf(e);
            LOG.log(Level.ERROR, "The heartbeat of a link failed, closing", e);
            connection.close(Closing.INTERNAL_ERROR);
        }
    }
}
