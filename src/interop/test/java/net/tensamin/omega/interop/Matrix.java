package net.tensamin.omega.interop;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.tensamin.omega.testing.OwnThread;

/** Every stack in every row. */
final class Matrix {
    private static final int AT_ONCE = 4;

    private final Map<Stack, Map<Row, Outcome>> outcomes = new ConcurrentHashMap<>();
    private final List<Stack> stacks;
    private final Servers servers;

    Matrix(List<Stack> stacks, Servers servers) {
        this.stacks = List.copyOf(stacks);
        this.servers = servers;
    }

    /** Some stacks at once, each doing one row after another. */
    Map<Stack, Map<Row, Outcome>> run() {
        Queue<Stack> waiting = new ConcurrentLinkedQueue<>(stacks);
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int worker = 0; worker < AT_ONCE; worker++) {
            workers.add(OwnThread.run(() -> {
                for (Stack stack = waiting.poll(); stack != null; stack = waiting.poll()) {
                    outcomes.put(stack, run(stack));
                }
            }));
        }
        workers.forEach(CompletableFuture::join);
        Map<Stack, Map<Row, Outcome>> inOrder = new LinkedHashMap<>();
        stacks.forEach(stack -> inOrder.put(stack, outcomes.get(stack)));
        return inOrder;
    }

    private Map<Row, Outcome> run(Stack stack) {
        Map<Row, Outcome> row = new EnumMap<>(Row.class);
        if (stack.runs()) {
            for (Row each : Row.values()) {
                Outcome outcome = run(stack, each);
                System.out.println(stack.name() + ", " + each.title() + ": " + outcome.kind() + " " + outcome.why());
                row.put(each, outcome);
            }
        }
        return row;
    }

    /** A stack that lacks something says so itself; what it lacks is known, so that nothing is dropped silently. */
    private Outcome run(Stack stack, Row row) {
        boolean lacking = stack.lacks().contains(row);
        try {
            row.run(new Trial(stack, row, servers));
            return lacking ? Outcome.failed("passed, though it is said to lack this") : Outcome.passed();
        } catch (CannotException cannot) {
            return lacking ? Outcome.cannot(cannot.getMessage()) : Outcome.failed("says " + cannot.getMessage());
        } catch (Exception | AssertionError failure) {
            return Outcome.failed(failure.toString());
        }
    }
}
