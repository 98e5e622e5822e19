package net.tensamin.omega.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;

/**
 * Runs histories and says what became of them: {@code SimulationMain <first seed> <how many>}, with {@code digests} after that also a number for each. Of
 * a single one that fails it says what happened, and which of what was done to it is enough. Its exit code is 1 if one failed.
 */
public final class SimulationMain {
    private SimulationMain() {}

    public static void main(String[] arguments) {
        SimulationRun.silence(Level.OFF);
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        boolean digests = List.of(arguments).contains("digests");
        SimulationRun run = new SimulationRun();
        for (long seed = first; seed < first + count; seed++) {
            Journal journal = run.run(seed);
            if (digests) {
                System.out.println(seed + " " + journal.digest());
            }
            long failing = seed;
            journal.failure().ifPresent(failure -> tell(failing, failure, journal, count == 1));
        }
        System.out.println(run.histories() + " histories, " + run.steps() + " steps, "
                + run.failed().size() + " failed, " + String.format("%.1f a second of a processor", run.speed()));
        System.out.println(run.met());
        System.exit(run.failed().isEmpty() ? 0 : 1);
    }

    /** The first of these seeds whose history lacks something that is promised, and what; empty if none does. An exception does not count. */
    public static Optional<Map.Entry<Long, String>> firstToFail(long first, long last) {
        Level before = SimulationRun.silence(Level.OFF);
        try {
            for (long seed = first; seed <= last; seed++) {
                Optional<Journal.Failure> failure =
                        new SimulationRun().run(seed).failure();
                if (failure.filter(found -> found.cause() == null).isPresent()) {
                    return Optional.of(Map.entry(seed, failure.get().what()));
                }
            }
            return Optional.empty();
        } finally {
            SimulationRun.silence(before);
        }
    }

    /** Whether a line that this wrote is the number of a history. */
    static boolean isDigest(String line) {
        return line.matches("\\d+ [0-9a-f]{16}");
    }

    private static void tell(long seed, Journal.Failure failure, Journal journal, boolean all) {
        System.out.println("seed " + seed + ", step " + failure.step() + ": " + failure.what());
        if (all) {
            System.out.println(journal.lines());
            System.out.println("Enough of what was done:");
            new Shrinking(seed).fewest().forEach(System.out::println);
        }
    }
}
