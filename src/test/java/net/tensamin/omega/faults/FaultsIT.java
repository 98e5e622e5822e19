package net.tensamin.omega.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.tensamin.omega.faults.FaultsPage.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** {@code omega.faults=all} is the long form, which {@code mvn verify -Pfaults} runs: all faults, for longer, with times. */
@Tag("alone")
@Timeout(2400)
@TestMethodOrder(MethodOrderer.MethodName.class) // that of the table
class FaultsIT {
    private static final boolean ALL = System.getProperty("omega.faults", "").equals("all");
    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final Duration SESSIONS_PING = Duration.ofSeconds(3);
    private static final Duration LINKS_PING = Duration.ofSeconds(7);
    private static final Duration FIRST_PUSH_WITHIN = Duration.ofMillis(50);
    private static final Duration OTHERS_WITHIN = Duration.ofSeconds(1);
    private static final double MOST_ROWS_A_PUSH = 1.2;
    private static final int MEGABYTES = 128;

    /** That it begins, one a minute, that it is over, and of each locked mailbox that it is and is no more; no stacks. */
    private static final int MOST_LINES = 60;

    private final List<Outcome> outcomes = new ArrayList<>();

    @AfterEach
    void write() throws Exception {
        if (ALL) {
            FaultsPage.write(outcomes);
        }
    }

    @Test
    void h2() throws Exception {
        try (H2Scene scene = H2Scene.start()) {
            run(scene, H2Faults.anywhere());
            catchUp(scene);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "omega.faults", matches = "all")
    void h2OnADiskThatFails() throws Exception {
        try (H2Scene scene = H2Scene.on(allowed(Mount.ext4(MEGABYTES), "an ext4"))) {
            run(scene, H2Faults.onExt4());
            outcomes.add(new ReadOnlyDisk(scene).run());
        }
    }

    @Test
    void h2OnAFullDisk() throws Exception {
        try (H2Scene scene = H2Scene.on(allowed(Mount.tmpfs(MEGABYTES), "a tmpfs"))) {
            run(scene, H2Faults.onTmpfs());
        }
    }

    private static Mount allowed(Optional<Mount> mount, String what) {
        assumeTrue(mount.isPresent(), () -> "NOT TESTED: H2 on " + what + " needs the right to mount one");
        return mount.orElseThrow();
    }

    @Test
    void postgreSqlWithOneNode() throws Exception {
        try (PostgreSqlScene scene = PostgreSqlScene.start(1)) {
            outcomes.add(IdleServer.run(scene, length(Duration.ofSeconds(20))));
            run(scene, ALL ? PostgreSqlFaults.ofOneNode() : PostgreSqlFaults.brief());
            if (!ALL) {
                load(scene);
            }
        }
    }

    /** On a server of its own, as each takes minutes. */
    @Test
    @EnabledIfSystemProperty(named = "omega.faults", matches = "all")
    void postgreSqlWithMuchPendingAndALockedMailbox() throws Exception {
        try (PostgreSqlScene scene = PostgreSqlScene.start(1)) {
            load(scene);
        }
    }

    private static void load(PostgreSqlScene scene) throws Exception {
        catchUp(scene);
        othersWhileLocked(scene);
    }

    @Test
    @EnabledIfSystemProperty(named = "omega.faults", matches = "all")
    void postgreSqlWithThreeNodes() throws Exception {
        try (PostgreSqlScene scene = PostgreSqlScene.start(3)) {
            run(scene, PostgreSqlFaults.ofSeveralNodes());
        }
    }

    private <S extends Scene> void run(S scene, List<Fault<S>> faults) throws Exception {
        List<Outcome> late = new ArrayList<>();
        try (FaultRun<S> run = new FaultRun<>(scene, ALL)) {
            for (Fault<S> fault : faults) {
                Outcome outcome = run.run(fault);
                System.out.printf(Locale.ROOT, "%s%n", outcome);
                outcomes.add(outcome);
                assertTrue(outcome.lines() <= MOST_LINES * scene.nodes(), () -> "lines of log: " + outcome);
                if (isLate(outcome) || areHeartbeatsLate(outcome) && !fault.equals(H2Faults.SERVER_STILL)) {
                    late.add(outcome);
                }
            }
        }
        assertTrue(!ALL || late.isEmpty(), () -> "commits after " + WITHIN + ", or heartbeats late: " + late);
    }

    private static boolean isLate(Outcome outcome) {
        return outcome.commitsAfter().orElseThrow().compareTo(WITHIN) > 0;
    }

    /** Of the session one each second, of the link one each 5 s. */
    private static boolean areHeartbeatsLate(Outcome outcome) {
        Outcome.Pings longest = outcome.betweenPings().orElseThrow();
        return longest.session().compareTo(SESSIONS_PING) > 0 || longest.link().compareTo(LINKS_PING) > 0;
    }

    private static void othersWhileLocked(PostgreSqlScene scene) throws Exception {
        othersWhileLocked(scene, LockedMailbox.Row.MAILBOX, Duration.ofMinutes(5));
        othersWhileLocked(scene, LockedMailbox.Row.PAIR, Duration.ofMinutes(3));
    }

    private static void othersWhileLocked(PostgreSqlScene scene, LockedMailbox.Row row, Duration locked)
            throws Exception {
        LockedMailbox.Outcome outcome =
                new LockedMailbox(scene, row).run(length(Duration.ofSeconds(30)), length(locked));
        System.out.println(outcome.row());
        if (ALL) {
            FaultsPage.put(Table.OTHERS, List.of(outcome.row()));
            assertTrue(outcome.during().percentile(99).compareTo(OTHERS_WITHIN) < 0, outcome::row);
        }
    }

    private static void catchUp(Scene scene) throws Exception {
        CatchUp.Outcome outcome = new CatchUp(scene, ALL ? 100_000 : 10_000).run(ALL ? 20 : 2);
        System.out.println(outcome.row());
        outcome.rowsRead().ifPresent(rows -> assertTrue(rows <= MOST_ROWS_A_PUSH * outcome.pairs(), outcome::row));
        if (ALL) {
            FaultsPage.put(Table.CATCH_UP, List.of(outcome.row()));
            assertTrue(outcome.medianOfFirst().compareTo(FIRST_PUSH_WITHIN) < 0, outcome::row);
        }
    }

    private static Duration length(Duration whole) {
        return ALL ? whole : Duration.ofSeconds(3);
    }
}
