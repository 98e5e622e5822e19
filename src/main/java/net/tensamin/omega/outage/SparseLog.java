package net.tensamin.omega.outage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Failures of one kind that may come by the thousand: the first is logged with its stack, and then at most one a minute, with how many there were since. What
 * an outage of the database brings is not logged at all, as {@link OutageLog} tells of it. Thread-safe.
 */
public final class SparseLog {
    private final Logger log;
    private final LongSupplier nanos;
    private long saidNanos;
    private long unsaid;
    private boolean begun;

    /** @param nanos a monotonic clock */
    public SparseLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /** @param what happened, as a sentence */
    public void failed(String what, Throwable failure) {
        Optional<Condition> condition = Condition.behind(failure);
        if (condition.filter(Condition::isOutage).isPresent()) {
            log.log(Level.DEBUG, what, failure);
        } else if (mayBeSaid()) {
            long others = takeUnsaid();
            String line = others == 0 ? what : what + ", as did " + others + " more since the last line";
            if (condition.isPresent()) {
                log.log(
                        Level.WARNING,
                        line + ": the database " + condition.get().words());
            } else {
                log.log(Level.WARNING, line, failure);
            }
        }
    }

    private synchronized boolean mayBeSaid() {
        long now = nanos.getAsLong();
        if (begun && now - saidNanos < Duration.ofMinutes(1).toNanos()) {
            unsaid++;
            return false;
        }
        begun = true;
        saidNanos = now;
        return true;
    }

    private synchronized long takeUnsaid() {
        long others = unsaid;
        unsaid = 0;
        return others;
    }
}
