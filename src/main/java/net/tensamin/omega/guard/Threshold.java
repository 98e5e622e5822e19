package net.tensamin.omega.guard;

import java.util.Optional;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;

/** How many connections of HTTPS may come, and how fast: what is past it is closed as it comes. Thread-safe. */
final class Threshold {
    private final int most;
    private final Strangers strangers;
    private final RateTable handshakes;
    private final Breaches flooding;
    private final Breaches full;
    private final OpenFiles files = new OpenFiles();

    Threshold(GuardSettings settings, Strangers strangers, Meters meters, LongSupplier nanos) {
        this.most = settings.connections();
        this.strangers = strangers;
        this.handshakes = new RateTable(settings.handshakesPerSource(), nanos);
        Counters refused = meters.counters(
                "omega_https_turned_away_total", "reason", "TCP connections of HTTPS that were closed as they came");
        this.flooding = new Breaches(
                GuardSettings.HANDSHAKES_PER_SOURCE, "it gets no answer", refused.of("source_rate"), nanos);
        this.full = new Breaches(GuardSettings.CONNECTIONS, "it gets no answer", refused.of("connections"), nanos);
    }

    /**
     * Whether one more may come; a stranger may have to give way for it. One that may not is counted.
     *
     * @param connections that there are
     */
    boolean passes(Source source, int connections) {
        Optional<Breaches> refusal = refusal(source, connections);
        refusal.ifPresent(why -> why.by(source));
        return refusal.isEmpty();
    }

    private Optional<Breaches> refusal(Source source, int connections) {
        if (handshakes.take(source) > 0) {
            return Optional.of(flooding);
        }
        files.opened(connections);
        boolean isFull = connections >= most || files.areShort(connections);
        boolean staysFull = isFull && !strangers.yieldOne();
        return staysFull || files.areGone() ? Optional.of(full) : Optional.empty();
    }

    /** Time has passed. To be called now and then. */
    void look(int connections) {
        files.count(connections);
    }
}
