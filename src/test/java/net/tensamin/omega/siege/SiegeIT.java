package net.tensamin.omega.siege;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers cost the server little, and nobody else anything. Times and memory are asserted in the profile {@code siege} alone. */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class SiegeIT {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(Scale.of(8, 60));

    /** {@code -Domega.siege.only=S1,S2}: those rows alone, and no table. */
    private static final List<String> ONLY = Stream.of(
                    System.getProperty("omega.siege.only", "").split(","))
            .filter(id -> !id.isEmpty())
            .toList();

    private final List<Besieged.Outcome> outcomes = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private String stopped = "It was not asked to stop.";
    private Besieged omega;

    @BeforeAll
    void begin() throws Exception {
        omega = Besieged.begin();
    }

    @AfterAll
    void end() throws Exception {
        try {
            if (Scale.isWhole() && ONLY.isEmpty()) {
                SiegeTable.write(conditions(), outcomes, ending());
            }
        } finally {
            omega.close();
        }
    }

    private String ending() {
        return failed.isEmpty() ? stopped : stopped + " Rows that failed, and have no figures: " + failed + ".";
    }

    /** A machine that does other things too is slower than it says of itself. */
    private static String conditions() {
        return String.format(
                Locale.ROOT,
                "JDK %s, `-Xmx512m`, %d processors, shared with PostgreSQL, the bystanders, and the attackers, which %s. Load of the last minute: %.1f.",
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                Niceness.isGiven() ? "took what the others left (nice 19)" : "took as much as they got",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static Stream<Attack> rows() {
        Stream<Attack> all = Stream.of(
                        ConnectionAttacks.rows(),
                        PathAttacks.rows(),
                        TlsAttacks.rows(),
                        TicketAttacks.rows(),
                        ChainAttacks.rows(),
                        LinkAttacks.rows(),
                        OmikronAttacks.rows(),
                        ChurnAttacks.rows(),
                        PageAttacks.rows(),
                        LeavingAttacks.rows(),
                        EnrolmentAttacks.rows(),
                        WaitAttacks.rows(),
                        QuicAttacks.rows(),
                        DatagramAttacks.rows())
                .flatMap(List::stream)
                .filter(attack -> ONLY.isEmpty() || ONLY.contains(attack.id()));
        return Stream.concat(Stream.of(Attack.none()), all);
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Order(1)
    void nobodyElseNotices(Attack attack) throws Exception {
        failed.add(attack.id());
        Besieged.Outcome outcome = omega.suffer(attack);
        failed.remove(attack.id());
        outcomes.add(outcome);
        System.out.println(outcome);
        assertEquals(List.of(), omega.outOfMemory());
        if (Scale.isWhole()) {
            assertEquals(List.of(), outcome.exceeded(), outcome::toString);
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
        await("attackers").until(() -> attackers.opened() > 1);
        long before = System.nanoTime();
        omega.server().terminate();
        omega.server().awaitEnd(STOP_WITHIN);
        stopped = "Asked to stop (SIGTERM) while it was attacked by S3, the server ended after "
                + Duration.ofNanos(System.nanoTime() - before).toMillis() + " ms.";
        attackers.close();
        attack.join();
    }
}
