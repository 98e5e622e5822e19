package net.tensamin.omega.mailbox;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.tensamin.omega.threads.LongWork;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/** Forgets old tombstones now and then, in the background and a few mailboxes a transaction. */
@ApplicationScoped
class TombstoneSweep {
    private static final Logger LOG = System.getLogger(TombstoneSweep.class.getName());

    /** Changes of these mailboxes wait for the transaction. */
    private static final int MAILBOXES_A_TRANSACTION = 100;

    private final Tombstones tombstones;
    private final Later later;
    private final Clock clock;
    private final Duration retention;
    private final Duration interval;
    private volatile boolean stopped;

    /** For the client proxy. */
    TombstoneSweep() {
        this(null, null, null, Duration.ZERO, Duration.ZERO);
    }

    @Inject
    TombstoneSweep(Tombstones tombstones, Timers timers, Clock clock, Config config) {
        this(
                tombstones,
                timers::later,
                clock,
                MailboxSettings.from(config).tombstoneRetention(),
                MailboxSettings.from(config).sweepInterval());
    }

    TombstoneSweep(Tombstones tombstones, Later later, Clock clock, Duration retention, Duration interval) {
        this.tombstones = tombstones;
        this.later = later;
        this.clock = clock;
        this.retention = retention;
        this.interval = interval;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        later.run(interval, this::sweep);
    }

    @PreDestroy
    void stop() {
        stopped = true;
    }

    /** Sweeps once, and schedules the next sweep, which also makes up for one that failed. */
    private void sweep() {
        if (stopped) {
            return;
        }
        try {
            int forgotten = LongWork.call(() -> sweep(clock.instant().minus(retention)));
            LOG.log(Level.DEBUG, "Removed {0} pairs that were read long ago", forgotten);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Old tombstones could not be removed this time", e);
        } finally {
            later.run(interval, this::sweep);
        }
    }

    private int sweep(Instant before) {
        int forgotten = 0;
        List<Long> receivers = tombstones.receivers(0, before, MAILBOXES_A_TRANSACTION);
        while (!receivers.isEmpty() && !stopped) {
            forgotten += tombstones.forget(receivers, before);
            receivers = tombstones.receivers(receivers.get(receivers.size() - 1), before, MAILBOXES_A_TRANSACTION);
        }
        tombstones.forgetMarks(before);
        return forgotten;
    }
}
