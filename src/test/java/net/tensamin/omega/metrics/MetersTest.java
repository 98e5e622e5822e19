package net.tensamin.omega.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.tensamin.omega.metrics.Histogram.Scale;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Meters meters = new Meters();

    @Test
    void pageIsPrometheusText() {
        meters.counter("omega_a_total", "How \\ often").add(3);
        Counters refused = meters.counters("omega_b_total", "reason", "Refusals");
        refused.of("no \"certificate\"").increment();
        refused.of("backslash \\\n").add(2);
        meters.gauge("omega_c_bytes", "Size", () -> 1.5);
        meters.gauge("omega_d", "state", "up", "State", () -> 1);
        meters.gauge("omega_d", "state", "down", "State", () -> 0);

        assertEquals("""
                # HELP omega_a_total How \\\\ often
                # TYPE omega_a_total counter
                omega_a_total 3
                # HELP omega_b_total Refusals
                # TYPE omega_b_total counter
                omega_b_total{reason="backslash \\\\\\n"} 2
                omega_b_total{reason="no \\"certificate\\""} 1
                # HELP omega_c_bytes Size
                # TYPE omega_c_bytes gauge
                omega_c_bytes 1.5
                # HELP omega_d State
                # TYPE omega_d gauge
                omega_d{state="down"} 0
                omega_d{state="up"} 1
                """, meters.page());
    }

    @Test
    void whatIsKnownBeforehandIsThereFromTheStartAndWhatIsNotKnownIsNot() {
        meters.counters("omega_b_total", "reason", "Refusals", "late", "early");
        meters.info("omega_build_info", "Which", Map.of("version", "1", "java", "17"));
        meters.counterIfKnown("omega_c_total", "Counted elsewhere", () -> Optional.of(7));
        meters.gauges("omega_d", "name", "Some", () -> Map.of("x", 1, "a", 2));
        meters.gauges("omega_e", "name", "Fails", () -> {
            throw new IllegalStateException();
        });
        meters.gaugeIfKnown("omega_f", "Not known", Optional::empty);

        assertEquals("""
                # HELP omega_b_total Refusals
                # TYPE omega_b_total counter
                omega_b_total{reason="early"} 0
                omega_b_total{reason="late"} 0
                # HELP omega_build_info Which
                # TYPE omega_build_info gauge
                omega_build_info{java="17",version="1"} 1
                # HELP omega_c_total Counted elsewhere
                # TYPE omega_c_total counter
                omega_c_total 7
                # HELP omega_d Some
                # TYPE omega_d gauge
                omega_d{name="a"} 2
                omega_d{name="x"} 1
                # HELP omega_e Fails
                # TYPE omega_e gauge
                # HELP omega_f Not known
                # TYPE omega_f gauge
                """, meters.page());
    }

    @Test
    void samplesAreThoseOfThePage() {
        meters.counters("omega_b_total", "reason", "Refusals")
                .of("no \"certificate\"")
                .add(2);
        meters.gauge("omega_c_bytes", "Size", () -> 1.5);
        meters.gauge("omega_n", "Nothing", () -> Double.NaN);
        meters.histogram("omega_e_seconds", Scale.SECONDS, "Times").record(Duration.ofSeconds(20));

        List<String> samples = meters.samples().entrySet().stream()
                .map(sample -> sample.getKey() + " " + Exposition.number(sample.getValue()))
                .sorted()
                .toList();

        assertEquals(
                meters.page()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .sorted()
                        .toList(),
                samples);
    }

    @Test
    void histogramHasCumulativeBucketsAndShowsSeconds() {
        Histogram times = meters.histogram("omega_e_seconds", Scale.SECONDS, "Times");
        times.record(Duration.ofMillis(1));
        times.record(Duration.ofMillis(3));
        times.record(Duration.ofSeconds(20));
        times.record(-1);

        List<String> lines = meters.page().lines().toList();
        assertTrue(lines.contains("# TYPE omega_e_seconds histogram"), lines::toString);
        assertTrue(lines.contains("omega_e_seconds_bucket{le=\"0.0005\"} 1"), lines::toString);
        assertTrue(lines.contains("omega_e_seconds_bucket{le=\"0.001\"} 2"), lines::toString);
        assertTrue(lines.contains("omega_e_seconds_bucket{le=\"0.0025\"} 2"), lines::toString);
        assertTrue(lines.contains("omega_e_seconds_bucket{le=\"0.005\"} 3"), lines::toString);
        assertTrue(lines.contains("omega_e_seconds_bucket{le=\"10\"} 3"), lines::toString);
        assertTrue(lines.contains("omega_e_seconds_bucket{le=\"+Inf\"} 4"), lines::toString);
        assertTrue(lines.contains("omega_e_seconds_sum 20.004"), lines::toString);
        assertTrue(lines.contains("omega_e_seconds_count 4"), lines::toString);
    }

    @Test
    void quantileIsTheBoundThatEnoughDidNotExceed() {
        Histogram sizes = meters.histogram("omega_f", Scale.AMOUNTS, "Sizes");
        assertTrue(Double.isNaN(sizes.quantile(0.5)));
        IntStream.rangeClosed(1, 100).forEach(sizes::record);
        assertEquals(50, sizes.quantile(0.5));
        assertEquals(100, sizes.quantile(0.99));
        sizes.record(1_000_000);
        assertEquals(Double.POSITIVE_INFINITY, sizes.quantile(1));
    }

    @Test
    void nameGivesTheSameMeterAgainAndNoOtherKind() {
        assertSame(meters.counter("omega_a_total", "A"), meters.counter("omega_a_total", "A"));
        assertThrows(IllegalArgumentException.class, () -> meters.counters("omega_a_total", "reason", "A"));
        assertSame(
                meters.counters("omega_b_total", "reason", "B").of("x"),
                meters.counters("omega_b_total", "reason", "B").of("x"));
    }

    @Test
    void namesSayWhatTheyAre() {
        for (String name :
                List.of("requests_total", "omega_A_total", "omega_a", "omega_total_x", "omega__a_total", "omega")) {
            assertThrows(IllegalArgumentException.class, () -> meters.counter(name, "Help"), name);
        }
        for (String name : List.of("omega_a_total", "omega_a_count", "omega_a_sum", "omega_a_bucket", "omega-a")) {
            assertThrows(IllegalArgumentException.class, () -> meters.gauge(name, "Help", () -> 0), name);
        }
        for (String help : List.of("", " ", "two\nlines")) {
            assertThrows(IllegalArgumentException.class, () -> meters.counter("omega_a_total", help), help);
        }
    }

    @Test
    void labelsThatClientsInventTakeNoMemoryPastABound() {
        Counters counters = meters.counters("omega_a_total", "reason", "A");
        IntStream.range(0, 100_000).forEach(i -> counters.of("value " + i).increment());

        assertEquals(100_000, counters.sum());
        assertEquals(
                Counters.MOST_VALUES + 1,
                meters.page()
                        .lines()
                        .filter(line -> line.startsWith("omega_a_total{"))
                        .count());
        assertEquals(100_000 - Counters.MOST_VALUES, counters.of("value 99999").sum());
    }

    @Test
    void gaugeThatFailsCostsThePageNothingElse() {
        meters.gauge("omega_a", "A", () -> {
            throw new IllegalStateException("closed");
        });
        meters.gauge("omega_b", "B", () -> 2);
        List<String> lines = meters.page().lines().toList();
        assertTrue(lines.contains("omega_a NaN"), lines::toString);
        assertTrue(lines.contains("omega_b 2"), lines::toString);
    }

    @Test
    void nothingIsLostWhenManyThreadsCount() {
        Counter counter = meters.counter("omega_a_total", "A");
        Histogram sizes = meters.histogram("omega_f", Scale.AMOUNTS, "Sizes");
        IntStream.range(0, 200_000).parallel().forEach(i -> {
            counter.increment();
            sizes.record(i % 10_001);
        });
        assertEquals(200_000, counter.sum());
        assertEquals(200_000, sizes.count());
        assertThrows(IllegalArgumentException.class, () -> counter.add(-1));
    }
}
