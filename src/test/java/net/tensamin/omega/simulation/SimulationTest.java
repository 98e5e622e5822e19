package net.tensamin.omega.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whole nodes and their clients in virtual time, with all faults at once (src/site/simulation.md). The seeds are always the same: other ones are for
 * {@code mvn verify -Psimulation}.
 */
class SimulationTest {
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long HISTORIES = Long.getLong("simulation.histories", 1_000);
    private static final int ENOUGH_FAILURES = 5;

    /** In so many histories each fault comes in each state of the system. */
    private static final long ENOUGH_FOR_EACH_STATE = 10_000;

    private static Level before;

    @BeforeAll
    static void silence() {
        before = SimulationRun.silence(Level.OFF);
    }

    @AfterAll
    static void speak() {
        SimulationRun.silence(before);
    }

    @Test
    void whatIsPromisedHoldsInEachHistoryWhateverHappens() {
        SimulationRun run = allOfThem();
        assertEquals(List.of(), run.failed(), () -> run.failed().stream()
                .map(SimulationTest::story)
                .collect(Collectors.joining("\n\n")));
        assertEquals(Set.of(), run.met().neverMet(), "never happened");
        if (HISTORIES >= ENOUGH_FOR_EACH_STATE) {
            System.out.printf(
                    "%d histories, %.1f a second of a processor%n%s%n", run.histories(), run.speed(), run.met());
            assertEquals(Set.of(), run.met().neverMetIn(), "never happened");
        }
    }

    /** Each on one thread; many of them on as many as there are processors. */
    private static SimulationRun allOfThem() {
        int threads =
                HISTORIES < ENOUGH_FOR_EACH_STATE ? 1 : Runtime.getRuntime().availableProcessors();
        SimulationRun all = new SimulationRun();
        IntStream.range(0, threads)
                .parallel()
                .mapToObj(part -> eachOf(part, threads))
                .toList()
                .forEach(all::add);
        return all;
    }

    private static SimulationRun eachOf(int part, int parts) {
        SimulationRun run = new SimulationRun();
        for (long seed = FIRST + part;
                seed < FIRST + HISTORIES && run.failed().size() < ENOUGH_FAILURES;
                seed += parts) {
            run.run(seed);
        }
        return run;
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        for (long seed = FIRST; seed < FIRST + 10; seed++) {
            assertEquals(
                    new SimulationRun().run(seed).digest(),
                    new SimulationRun().run(seed).digest(),
                    "seed " + seed);
        }
    }

    private static String story(long seed) {
        Journal journal = new SimulationRun().run(seed);
        return "seed " + seed + ": "
                + journal.failure().map(Journal.Failure::what).orElse("is well now")
                + "\nwhich happens again with: mvn verify -Psimulation -Dsimulation.histories=1 -Dsimulation.first="
                + seed
                + "\nwhat happened last:\n" + journal.lines()
                + "\nenough of what was done:\n"
                + new Shrinking(seed).fewest().stream().map(Action::toString).collect(Collectors.joining("\n"));
    }
}
