package net.tensamin.omega.operations;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.longpoll.Waits;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.omikron.OmikronLinks;
import net.tensamin.omega.quic.server.QuicServer;
import net.tensamin.omega.tauri.TauriListener;
import org.eclipse.microprofile.config.Config;

/**
 * Takes this server out of service: nobody new is let in, clients are sent away over some time, then Omikrons, and what
 * is left to be written is written (SPEC §3, code 100). This happens once, when the application stops or earlier, when
 * an operator wants it; only a restart ends it. Thread-safe.
 */
@ApplicationScoped
class Drain {
    private static final Logger LOG = System.getLogger(Drain.class.getName());

    /** How long what Omikrons have sent may take to be committed and answered, and then the goodbyes. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final List<DrainStep> steps;
    private final ThreadFactory threads;
    private final DrainSettings settings;
    private final StopSignals signals = new StopSignals(List.of("TERM", "INT"), this::beforeStop);
    private final CountDownLatch done = new CountDownLatch(1);
    private long endNanos;
    private boolean begun;

    enum State {
        SERVING,
        DRAINING,
        DRAINED
    }

    /** For the client proxy. */
    Drain() {
        this(List.of(), null, null);
    }

    @Inject
    Drain(
            QuicServer quic,
            Waits waits,
            TauriListener devices,
            OmikronLinks omikrons,
            Threads threads,
            Meters meters,
            Config config) {
        this(inOrder(quic, waits, devices, omikrons), threads.factory, DrainSettings.from(config));
        for (State each : State.values()) {
            meters.gauge(
                    "omega_drain_state",
                    "state",
                    each.name().toLowerCase(Locale.ROOT),
                    "1 for the state that the server is in: serving, draining or drained",
                    () -> state() == each ? 1 : 0);
        }
    }

    Drain(List<DrainStep> steps, ThreadFactory threads, DrainSettings settings) {
        this.steps = steps;
        this.threads = threads;
        this.settings = settings;
    }

    /** What brings notices goes after what waits for them, and what writes goes last. The QUIC server ends with the application. */
    private static List<DrainStep> inOrder(QuicServer quic, Waits waits, TauriListener devices, OmikronLinks omikrons) {
        return List.of(
                new DrainStep("refuse devices", window -> quic.refuse()),
                new DrainStep("refuse Omikrons", window -> omikrons.refuse()),
                new DrainStep("send away who waits", window -> waits.drain(GOODBYE)),
                new DrainStep("send devices away", devices::drain),
                new DrainStep("send Omikrons away", window -> omikrons.drain(GOODBYE)));
    }

    /** The container's own, in no pool that a database outage may have filled. */
    @Dependent
    static class Threads {
        @Resource
        ManagedThreadFactory factory;
    }

    /** Being told of the start also makes the container create this bean then, so that a bad setting stops the start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        signals.intercept();
    }

    /** The application ends, and perhaps the process goes on. Beans and data sources go after this. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        signals.restore();
        beforeStop();
    }

    private void beforeStop() {
        begin(settings.windowAtStop());
        try {
            if (!done.await(settings.stopWithin().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.log(
                        Level.WARNING,
                        "The drain is not done after {0}; the server stops nonetheless",
                        settings.stopWithin());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins, unless it has begun. Does not wait. */
    void begin() {
        begin(settings.window());
    }

    State state() {
        if (done.getCount() == 0) {
            return State.DRAINED;
        }
        return hasBegun() ? State.DRAINING : State.SERVING;
    }

    /** Over how long clients are sent away at most. */
    synchronized Duration remaining() {
        return begun ? Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())) : settings.window();
    }

    private synchronized boolean hasBegun() {
        return begun;
    }

    private synchronized void begin(Duration window) {
        if (!begun) {
            begun = true;
            endNanos = System.nanoTime() + window.toNanos();
            threads.newThread(() -> run(window)).start();
        }
    }

    private void run(Duration window) {
        LOG.log(Level.INFO, "Drain begins: no new connections, clients are sent away within {0}", window);
        steps.forEach(step -> run(step, window));
        LOG.log(Level.INFO, "Drain done");
        done.countDown();
    }

    private static void run(DrainStep step, Duration window) {
        try {
            step.work().run(window);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "The drain could not " + step.name() + ", going on", e);
        }
    }
}
