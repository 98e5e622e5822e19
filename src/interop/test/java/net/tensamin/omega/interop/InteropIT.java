package net.tensamin.omega.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OwnThread;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each stack in each row is a test; what a stack cannot do is skipped, with the reason it gave. */
class InteropIT {
    private static final int STACKS_A_ROW = 2;
    private static final Path BUILT = Path.of(System.getProperty("interop.built"));
    private static final Path CACHE = Path.of(System.getProperty("interop.cache"));
    private static final Path SOURCES = Path.of(System.getProperty("interop.sources"));
    private static final Path PAGE = Path.of(System.getProperty("interop.page"));
    private static Map<Stack, Map<Row, Outcome>> outcomes;
    private static double keyUpdates;

    @BeforeAll
    static void buildStartAndRun() throws Exception {
        Path trials = BUILT.resolve("trials");
        OmegaDeployment.clear(trials);
        Files.createDirectories(trials);
        CompletableFuture<List<Stack>> stacks = OwnThread.supply(() -> new Stacks(SOURCES, BUILT, CACHE).build());
        try (Servers servers = Servers.start(trials)) {
            outcomes = new Matrix(stacks.join(), servers).run();
            keyUpdates = servers.keyUpdates();
        }
        new Page(outcomes).write(PAGE, BUILT.resolve("interoperability.md"));
    }

    @TestFactory
    Stream<DynamicContainer> everyStackDoesWhatItCan() {
        return outcomes.keySet().stream().map(stack -> DynamicContainer.dynamicContainer(stack.name(), cells(stack)));
    }

    private static Stream<DynamicTest> cells(Stack stack) {
        if (!stack.runs()) {
            return Stream.of(DynamicTest.dynamicTest("skipped", () -> abort(stack.name() + " " + stack.skipped())));
        }
        return Stream.of(Row.values()).map(row -> DynamicTest.dynamicTest(row.title(), () -> check(stack, row)));
    }

    private static void check(Stack stack, Row row) {
        Outcome outcome = outcomes.get(stack).get(row);
        if (outcome.kind() == Outcome.Kind.CANNOT) {
            abort(outcome.why());
        }
        assertEquals(Outcome.passed(), outcome, stack.name() + ", " + row.title());
    }

    @Test
    void everyRowIsPassedByStacksOfOthers() {
        if (outcomes.keySet().stream().anyMatch(stack -> !stack.runs())) {
            abort("not all stacks are here");
        }
        for (Row row : Row.values()) {
            long passed = outcomes.entrySet().stream()
                    .filter(each -> each.getKey().foreign())
                    .filter(each -> each.getValue().get(row).kind() == Outcome.Kind.PASSED)
                    .count();
            assertTrue(passed >= STACKS_A_ROW, row.title() + " is passed by " + passed);
        }
    }

    /** By its own metric. A client may leave out one that it is told to make too soon (RFC 9001 §6.1). */
    @Test
    void serverHasFollowedKeyUpdatesOfEachStackThatMakesThem() {
        long told = outcomes.values().stream()
                .filter(rows -> rows.containsKey(Row.KEY_UPDATES))
                .filter(rows -> rows.get(Row.KEY_UPDATES).kind() == Outcome.Kind.PASSED)
                .count();
        assertTrue(
                told > 0 && keyUpdates >= (SessionRows.UPDATES - 2) * told,
                keyUpdates + " updates by " + told + " stacks");
    }

    /** Only a run of all stacks is worth showing. */
    @Test
    void pageShowsThisRun() throws IOException {
        if (outcomes.keySet().stream().anyMatch(stack -> !stack.runs())) {
            abort("not all stacks are here");
        }
        new Page(outcomes).write(PAGE, PAGE);
    }
}
