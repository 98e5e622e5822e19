package net.tensamin.omega.operations.audit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.TokenBucket;

/**
 * What is left out: refusals of a caller that has had many, or when there are many of all; and that an operator who looks at the
 * same again still looks, which a page does again and again. All else is recorded. Thread-safe.
 */
final class AuditLimits {
    static final Rate REFUSALS_OF_ONE = new Rate(10, Duration.ofMinutes(1));
    static final Rate REFUSALS_OF_ALL = new Rate(60, Duration.ofMinutes(1));
    static final Duration STILL = Duration.ofMinutes(10);
    private static final int MOST_LOOKS = 1_000;

    private final LongSupplier nanos;
    private final RateTable callers;
    private final TokenBucket all;
    private final Map<String, Long> looks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_LOOKS;
        }
    };
    private long leftOut;

    /** @param nanos a monotonic clock */
    AuditLimits(LongSupplier nanos) {
        this.nanos = nanos;
        callers = new RateTable(REFUSALS_OF_ONE, nanos);
        all = new TokenBucket(REFUSALS_OF_ALL, nanos);
    }

    /** Whether this is to be recorded. */
    synchronized boolean admit(AuditEntry entry) {
        return switch (entry.outcome()) {
            case REFUSED -> refusal(entry.caller());
            case DONE -> !isLook(entry) || isNew(entry);
            case FAILED -> true;
        };
    }

    private boolean refusal(AuditEntry.Caller caller) {
        Source source =
                caller.certificate().isEmpty() ? Source.ofAddress(caller.address()) : Source.of(caller.certificate());
        if (callers.take(source) == 0 && all.take() == 0) {
            return true;
        }
        leftOut++;
        return false;
    }

    /** Reads what is about nobody. */
    private static boolean isLook(AuditEntry entry) {
        return entry.subject().isEmpty() && entry.action().matches("(GET|HEAD|OPTIONS) .*");
    }

    private boolean isNew(AuditEntry entry) {
        long now = nanos.getAsLong();
        String look = String.join(
                "\n",
                entry.caller().name(),
                entry.caller().certificate(),
                entry.caller().address(),
                entry.action());
        Long last = looks.get(look);
        if (last != null && now - last < STILL.toNanos()) {
            return false;
        }
        looks.put(look, now);
        return true;
    }

    /** How many refusals were left out since this was last asked. */
    synchronized long leftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
