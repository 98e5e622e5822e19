package net.tensamin.omega.concurrent;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.time.Duration;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Small programs of two threads, made by chance of a class's operations: each outcome has to be that of some order of the operations, one after another.
 * They are always the same. Few find little: of three programs none shows that a counter is not atomic.
 */
public final class Interleavings {
    private static final int PROGRAMS = Integer.getInteger("simulation.interleavings", 30);
    private static final int ORDERS = 60;
    private static final int REPETITIONS = 20;

    /** In case that others need the machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Whoever shares one of these has a lock around it: each of their methods is one step. */
    private static final Set<String> COLLECTIONS = Set.of(
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.BitSet",
            "java.util.Comparator",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.ImmutableCollections",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.List",
            "java.util.Map",
            "java.util.Optional",
            "java.util.Set",
            "java.util.TreeMap",
            "java.util.TreeSet");

    private Interleavings() {}

    /**
     * Lincheck decides at each step which thread goes on: first in orders with one switch, then in those with more.
     *
     * @param operations has a public constructor without arguments, as one is made for each try, and has been used once: while threads run, no class loads
     */
    public static void decided(Class<?> operations) {
        new ModelCheckingOptions()
                .addGuarantee(forClasses(Interleavings::isOneStep).allMethods().treatAsAtomic())
                .iterations(PROGRAMS)
                .invocationsPerIteration(ORDERS)
                .invocationTimeout$lincheck(PATIENCE.toMillis())
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(2)
                .actorsAfter(0)
                .check(operations);
    }

    private static boolean isOneStep(String type) {
        int inner = type.indexOf('$');
        return type.startsWith("java.util.stream.")
                || COLLECTIONS.contains(inner < 0 ? type : type.substring(0, inner));
    }

    /** On threads of the machine, as it happens: what Lincheck cannot decide, such as in which order memory is written, can only be met so. */
    public static void met(Class<?> operations) {
        new StressOptions()
                .iterations(PROGRAMS)
                .invocationsPerIteration(REPETITIONS)
                .invocationTimeout$lincheck(PATIENCE.toMillis())
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(0)
                .check(operations);
    }
}
