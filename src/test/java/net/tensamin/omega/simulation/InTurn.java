package net.tensamin.omega.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What has come to one end, handled one at a time, in its order, and none while an earlier one is. */
final class InTurn<T> {
    private final Queue<T> waiting = new ArrayDeque<>();
    private final BooleanSupplier open;
    private final Consumer<T> handler;
    private boolean handling;

    /** @param open whether any is handled now; when it is again, {@link #proceed} is to be called */
    InTurn(BooleanSupplier open, Consumer<T> handler) {
        this.open = open;
        this.handler = handler;
    }

    void add(T next) {
        waiting.add(next);
        proceed();
    }

    void proceed() {
        if (handling) {
            return;
        }
        handling = true;
        try {
            while (!waiting.isEmpty() && open.getAsBoolean()) {
                handler.accept(waiting.remove());
            }
        } finally {
            handling = false;
        }
    }

    void clear() {
        waiting.clear();
    }
}
