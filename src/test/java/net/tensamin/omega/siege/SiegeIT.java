package net.tensamin.omega.siege;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OwnThread;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers cost the server little, and nobody else anything. Times and memory are asserted in the profile {@code siege} alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class SiegeIT {
    private static final long MOST_HEAP_MIB = 64;
    private static final long MOST_PUSH_MILLIS = 250;
    private static final long MOST_PROBE_MILLIS = 1_000;
    private static final long MOST_BACK_MILLIS = 5_000;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(Scale.of(8, 60));

    private final List<Besieged.Outcome> outcomes = new ArrayList<>();
    private Besieged omega;

    @BeforeAll
    void begin() throws Exception {
        omega = Besieged.begin();
    }

    @AfterAll
    void end() throws Exception {
        omega.close();
        if (Scale.isWhole()) {
            SiegeTable.write(conditions(), outcomes);
        }
    }

    /** A machine that does other things too is slower than it says of itself. */
    private static String conditions() {
        return String.format(
                Locale.ROOT,
                "JDK %s, `-Xmx512m`, %d processors, shared with the attackers, the bystanders and whatever made the load of the last minute %.1f.",
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static Stream<Attack> rows() {
        return Stream.of(ConnectionAttacks.rows(), LinkAttacks.rows(), PageAttacks.rows())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Order(1)
    void nobodyElseNotices(Attack attack) throws Exception {
        Besieged.Outcome outcome = omega.suffer(attack);
        outcomes.add(outcome);
        System.out.println(outcome);
        assertEquals(List.of(), omega.outOfMemory());
        if (Scale.isWhole()) {
            assertAll(
                    () -> assertTrue(outcome.grownBy() <= MOST_HEAP_MIB, "heap grew by MiB: " + outcome.grownBy()),
                    () -> assertTrue(outcome.pushMillis() <= MOST_PUSH_MILLIS, "p99 of pushes, ms: " + outcome),
                    () -> assertTrue(outcome.probeMillis() <= MOST_PROBE_MILLIS, "slowest probe, ms: " + outcome),
                    () -> assertTrue(outcome.backMillis() <= MOST_BACK_MILLIS, "back after ms: " + outcome));
        }
    }

    @Test
    @Order(2)
    void stopsWhileItIsAttacked() throws Exception {
        Attackers attackers = new Attackers();
        var attack = OwnThread.run(() -> {
            try {
                LinkAttacks.pings().course().run(attackers);
            } catch (Exception | AssertionError stopped) {
                // as it should: the server stops
            }
        });
        omega.server().terminate();
        omega.server().awaitEnd(STOP_WITHIN);
        attackers.close();
        attack.join();
    }
}
