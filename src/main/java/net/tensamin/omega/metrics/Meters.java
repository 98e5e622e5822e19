package net.tensamin.omega.metrics;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import net.tensamin.omega.outage.SparseLog;

/**
 * All meters of this server. A bean has it injected; what is no bean gets it, or just its meters, from whoever makes it; a
 * test makes its own.
 *
 * <pre>{@code
 * Counters refused = meters.counters("omega_quic_refused_total", "reason", "Connections refused before they began");
 * refused.of("source-rate").increment();
 * }</pre>
 *
 * Asking for a name again gives the same meter. Names are a contract with operators' dashboards: each is in the table of src/site/metrics.md,
 * which a test compares with the names in the code, so write it as one literal. Thread-safe.
 */
@ApplicationScoped
public class Meters {
    private static final SparseLog UNTOLD = new SparseLog(System.getLogger(Meters.class.getName()), System::nanoTime);

    private final Map<String, Meter> byName = new ConcurrentSkipListMap<>();

    /** @param name ends in {@code _total} */
    public Counter counter(String name, String help) {
        MeterName named = MeterName.growing(name, help);
        return find(name, CounterMeter.class, () -> new CounterMeter(named, new Counter()))
                .counter();
    }

    /**
     * Counters of one name.
     *
     * @param name ends in {@code _total}
     * @param label what they differ in, such as {@code reason}
     * @param known values that are there from the start, at 0: what is not there cannot be seen to grow
     */
    public Counters counters(String name, String label, String help, String... known) {
        MeterName named = MeterName.growing(name, help);
        Counters counters = find(name, Counters.class, () -> new Counters(named, label));
        for (String value : known) {
            counters.of(value);
        }
        return counters;
    }

    /** A number that only grows, that somebody else counts, and that is not always known. */
    public void counterIfKnown(String name, String help, Supplier<Optional<? extends Number>> now) {
        MeterName named = MeterName.growing(name, help);
        byName.put(name, new Observed(named, "counter", "", safeMap(name, ifKnown(now))));
    }

    /** @param name ends in its unit */
    public Histogram histogram(String name, Histogram.Scale scale, String help) {
        MeterName named = MeterName.changing(name, help);
        return find(name, Histogram.class, () -> new Histogram(named, scale));
    }

    /**
     * A number that goes up and down. A later one of this name takes the place of an earlier.
     *
     * @param now asked for whenever the page is read, on any thread; must not block
     */
    public void gauge(String name, String help, DoubleSupplier now) {
        gauge(name, "", "", help, now);
    }

    /** One of several numbers of this name, which differ in the value of a label. */
    public void gauge(String name, String label, String value, String help, DoubleSupplier now) {
        MeterName named = MeterName.changing(name, help);
        find(name, Gauges.class, () -> new Gauges(named, label)).put(value, safe(name, now));
    }

    /**
     * Numbers that go up and down, by the values of a label, which come and go. Later ones of this name take the place of earlier.
     *
     * @param now asked for whenever the page is read, on any thread; must not block
     */
    public void gauges(String name, String label, String help, Supplier<? extends Map<String, ? extends Number>> now) {
        byName.put(name, new Observed(MeterName.changing(name, help), "gauge", label, safeMap(name, now)));
    }

    /** A number that is not always there. */
    public void gaugeIfKnown(String name, String help, Supplier<Optional<? extends Number>> now) {
        gauges(name, "", help, ifKnown(now));
    }

    private static Supplier<Map<String, Number>> ifKnown(Supplier<Optional<? extends Number>> now) {
        return () ->
                now.get().<Map<String, Number>>map(number -> Map.of("", number)).orElse(Map.of());
    }

    /** @param name ends in {@code _info} */
    public void info(String name, String help, Map<String, String> labels) {
        byName.put(name, new Info(MeterName.fixed(name, help), Map.copyOf(labels)));
    }

    /** The names there are, each once, however many labels and buckets it has. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** All of them, in Prometheus' text format 0.0.4, by name. */
    public String page() {
        return written().toString();
    }

    /** What the page says, by name and labels as there: {@code omega_quic_refused_total{reason="draining"}}. */
    public Map<String, Double> samples() {
        return Collections.unmodifiableMap(written().samples());
    }

    private Exposition written() {
        Exposition page = new Exposition();
        byName.values().forEach(meter -> meter.writeTo(page));
        return page;
    }

    private <T extends Meter> T find(String name, Class<T> kind, Supplier<T> maker) {
        Meter meter = byName.computeIfAbsent(name, key -> maker.get());
        if (!kind.isInstance(meter)) {
            throw new IllegalArgumentException(name + " is another kind of meter");
        }
        return kind.cast(meter);
    }

    private static <N extends Number> Supplier<Map<String, N>> safeMap(
            String name, Supplier<? extends Map<String, ? extends N>> now) {
        return () -> {
            try {
                return Map.copyOf(now.get());
            } catch (RuntimeException e) {
                UNTOLD.failed("The numbers of " + name + " cannot be told", e);
                return Map.of();
            }
        };
    }

    /** One number that cannot be told must not cost the page the others. */
    private static DoubleSupplier safe(String name, DoubleSupplier now) {
        return () -> {
            try {
                return now.getAsDouble();
            } catch (RuntimeException e) {
                UNTOLD.failed("The gauge " + name + " cannot be told", e);
                return Double.NaN;
            }
        };
    }
}
