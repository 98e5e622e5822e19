package net.tensamin.omega.limits;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.metrics.Counter;

/**
 * Reports sources that go past a limit: each time is counted, and logged at most once a minute for a source and {@value
 * #LINES_A_MINUTE} times for all of them, so that a flood does not fill the log. Thread-safe.
 */
public final class Breaches {
    static final int LINES_A_MINUTE = 30;
    private static final Logger LOG = System.getLogger(Breaches.class.getName());
    private static final int SOURCES = 1 << 12;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Setting<?> limit;
    private final String consequence;
    private final Counter counter;
    private final RateTable sources;
    private final TokenBucket all;

    /**
     * @param consequence what happens to a source that goes past it, as part of a sentence
     * @param nanos a monotonic clock
     */
    public Breaches(Setting<?> limit, String consequence, Counter counter, LongSupplier nanos) {
        this.limit = limit;
        this.consequence = consequence;
        this.counter = counter;
        this.sources = new RateTable(new Rate(1, MINUTE), SOURCES, nanos);
        this.all = new TokenBucket(new Rate(LINES_A_MINUTE, MINUTE), nanos);
    }

    public void by(Source source) {
        counter.increment();
        if (sources.take(source) == 0 && all.take() == 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} exceeds {1}: {2}; {3} times since the start, all sources together", //
                    source,
                    limit,
                    consequence,
                    Long.toString(counter.sum()));
        }
    }
}
