package net.tensamin.omega.threads;

import java.util.function.Supplier;

/** Whether the calling thread does work of some kind. Thread-safe. */
final class KindOfWork {
    private final ThreadLocal<Boolean> underWay = ThreadLocal.withInitial(() -> false);

    <T> T call(Supplier<T> work) {
        boolean before = underWay.get();
        underWay.set(true);
        try {
            return work.get();
        } finally {
            underWay.set(before);
        }
    }

    boolean isUnderWay() {
        return underWay.get();
    }
}
