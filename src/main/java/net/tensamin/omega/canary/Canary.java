package net.tensamin.omega.canary;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Histogram;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.threads.OutOfMemory;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/** Has a push tried from end to end now and then, and knows how the last try went. Off by default. Thread-safe. */
@ApplicationScoped
public class Canary {
    private static final Logger LOG = System.getLogger(Canary.class.getName());

    private final CanarySettings settings;
    private final CanaryServer server;
    private final Counters runs;
    private final Histogram pushes;
    private volatile Verdict verdict;
    private final Timers timers;
    private final LongSupplier nanos;
    private volatile Timers.Plan tries = () -> {};
    private volatile long triedNanos;
    private volatile boolean running;

    /**
     * How it stands.
     *
     * @param healthy false once a try has failed, until one succeeds
     * @param reason for people
     */
    public record Verdict(boolean healthy, String reason) {}

    /** For the client proxy. */
    Canary() {
        settings = null;
        server = null;
        runs = null;
        pushes = null;
        timers = null;
        nanos = null;
    }

    @Inject
    Canary(Config config, CanaryServer server, Timers timers, Meters meters) {
        this(config, server, timers, meters, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    Canary(Config config, CanaryServer server, Timers timers, Meters meters, LongSupplier nanos) {
        this.nanos = nanos;
        this.timers = timers;
        this.settings = CanarySettings.from(config);
        this.server = server;
        this.verdict = new Verdict(true, settings.on() ? "not tried yet" : "off");
        this.runs = meters.counters(
                "omega_canary_runs_total",
                "outcome",
                "Attempts of the canary: success, or the step that failed",
                Stream.concat(Stream.of("success"), Stream.of(Step.values()).map(Step::word))
                        .toArray(String[]::new));
        this.pushes = meters.histogram(
                "omega_canary_push_seconds",
                Histogram.Scale.SECONDS,
                "From the canary's notice to its push on the device");
        meters.gaugeIfKnown(
                "omega_canary_healthy",
                "0 once an attempt of the canary has failed, until one succeeds; absent where the canary does not run",
                () -> runs() ? Optional.of(verdict().healthy() ? 1 : 0) : Optional.empty());
    }

    private boolean runs() {
        return settings.on() && server.obstacle().isEmpty();
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        if (!settings.on()) {
            return;
        }
        Optional<String> obstacle = server.obstacle();
        if (obstacle.isPresent()) {
            verdict = new Verdict(true, "cannot run: " + obstacle.get());
            LOG.log(Level.WARNING, "omega.canary is on, but it cannot run: {0}", obstacle.get());
        } else {
            triedNanos = nanos.getAsLong();
            tries = timers.work(settings.interval(), this::tryOnce);
            running = true;
        }
    }

    @PreDestroy
    void stop() {
        tries.cancel();
    }

    public Verdict verdict() {
        Duration since = Duration.ofNanos(nanos.getAsLong() - triedNanos);
        Duration most = settings.interval().plus(settings.patience().multipliedBy(2));
        return running && since.compareTo(most) > 0
                ? new Verdict(false, "no try has ended for " + since.truncatedTo(ChronoUnit.SECONDS))
                : verdict;
    }

    private void tryOnce() {
        try {
            tryIfServing();
        } finally {
            triedNanos = nanos.getAsLong();
        }
    }

    private void tryIfServing() {
        if (!server.servesDevices()) {
            return;
        }
        CanaryServer.Session session = server.session();
        CanaryRun run = new CanaryRun(CanaryServer.USER, session, System::nanoTime, pushes::record);
        Timers.Plan deadline = timers.later(settings.patience(), session::giveUp);
        try {
            run.run();
            succeeded();
        } catch (Exception | Error e) { // whatever it is: that it failed, and where, is the result
            OutOfMemory.endIf(e);
            failed(
                    run.step(),
                    session.gaveUp() ? "not done within " + settings.patience() : String.valueOf(e.getMessage()),
                    e);
        } finally {
            deadline.cancel();
        }
    }

    private void succeeded() {
        runs.of("success").increment();
        if (!verdict.healthy()) {
            LOG.log(Level.INFO, "The canary gets its pushes again");
        }
        verdict = new Verdict(true, "pushed, proven and cleared");
    }

    private void failed(Step step, String reason, Throwable cause) {
        runs.of(step.word()).increment();
        Level level = verdict.healthy() ? Level.WARNING : Level.DEBUG;
        LOG.log(level, "The canary failed at step " + step.word() + ": " + reason, cause);
        verdict = new Verdict(false, "failed at step " + step.word() + ": " + reason);
    }
}
