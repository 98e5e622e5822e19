package net.tensamin.omega.outage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells an operator of an outage of the database: a line when it begins, one a minute while it lasts, one when it is
 * over. Whoever talks to the database itself reports to it; nobody else has to. Thread-safe; never blocks.
 */
public final class OutageLog {
    /** Of the database of this server. */
    public static final OutageLog DATABASE = new OutageLog(System::nanoTime);

    /** How long after the last failure an outage is over: reads may succeed while writes are still refused. */
    static final Duration QUIET = Duration.ofSeconds(5);

    static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger(OutageLog.class.getName());

    private final LongSupplier nanos;
    private long begunNanos;
    private long failedNanos;
    private long saidNanos;
    private volatile boolean underWay;

    /** @param nanos a monotonic clock */
    OutageLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Something could not be done; what is no outage is not reported. */
    public void failed(Throwable failure) {
        Condition.behind(failure)
                .filter(Condition::isOutage)
                .ifPresent(condition -> failed(condition, Condition.reason(failure)));
    }

    private synchronized void failed(Condition condition, String reason) {
        long now = nanos.getAsLong();
        failedNanos = now;
        if (!underWay) {
            underWay = true;
            begunNanos = now;
            saidNanos = now;
            LOG.log(Level.WARNING, () -> "The database " + condition.words() + ": " + reason);
        } else if (now - saidNanos >= BETWEEN_LINES.toNanos()) {
            saidNanos = now;
            Duration lasted = since(begunNanos, now);
            LOG.log(Level.WARNING, () -> "The database " + condition.words() + ", for " + lasted + " now: " + reason);
        }
    }

    /** Something was done. */
    public void succeeded() {
        if (underWay) {
            over();
        }
    }

    private synchronized void over() {
        long now = nanos.getAsLong();
        if (underWay && now - failedNanos >= QUIET.toNanos()) {
            underWay = false;
            Duration lasted = since(begunNanos, failedNanos);
            LOG.log(Level.INFO, () -> "The database is back; it was away for " + lasted);
        }
    }

    /** Whether it has begun and is not over. */
    public boolean isUnderWay() {
        return underWay;
    }

    private static Duration since(long beginNanos, long endNanos) {
        return Duration.ofSeconds(Duration.ofNanos(endNanos - beginNanos).toSeconds());
    }
}
