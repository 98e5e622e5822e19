package net.tensamin.omega.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.tensamin.omega.faults.FaultRun.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** {@code omega.faults=all} is the long form, which {@code mvn verify -Pfaults} runs: all faults, for longer, with times. */
@Timeout(1800)
@TestMethodOrder(MethodOrderer.MethodName.class) // that of the table
class FaultsIT {
    private static final boolean ALL = System.getProperty("omega.faults", "").equals("all");
    private static final Duration WITHIN = Duration.ofSeconds(15);
    /** Of a node: that it begins, one a minute, that it is over, and of each locked mailbox that it is and is no more; no stacks. */
    private static final int MOST_LINES = 60;

    private static final List<Outcome> OUTCOMES = new ArrayList<>();

    @AfterAll
    static void write() throws Exception {
        if (ALL) {
            FaultsPage.write(OUTCOMES);
        }
    }

    @Test
    void postgreSqlWithOneNode() throws Exception {
        try (PostgreSqlScene scene = PostgreSqlScene.start(1)) {
            run(scene, PostgreSqlFaults.ofOneNode(), 4);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "omega.faults", matches = "all")
    void postgreSqlWithThreeNodes() throws Exception {
        try (PostgreSqlScene scene = PostgreSqlScene.start(3)) {
            run(scene, PostgreSqlFaults.ofSeveralNodes(), 0);
        }
    }

    /** @param few how many of them the short form has */
    private static <S extends Scene> void run(S scene, List<Fault<S>> faults, int few) throws Exception {
        List<Outcome> late = new ArrayList<>();
        try (FaultRun<S> run = new FaultRun<>(scene, ALL)) {
            for (Fault<S> fault : ALL ? faults : faults.subList(0, few)) {
                Outcome outcome = run.run(fault);
                System.out.printf(Locale.ROOT, "%s%n", outcome);
                OUTCOMES.add(outcome);
                assertTrue(outcome.lines() <= MOST_LINES * scene.nodes(), () -> "lines of log: " + outcome);
                if (ALL && outcome.commitsAfter().compareTo(WITHIN) > 0) {
                    late.add(outcome);
                }
            }
        }
        assertTrue(late.isEmpty(), () -> "later than " + WITHIN + ": " + late);
    }
}
