package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Connects clients, some at any moment. One failure ends it. */
final class Connects {
    private static final long PATIENCE_SECONDS = 60;
    private final Fleet fleet;
    private final int atOnce;

    Connects(Fleet fleet, int atOnce) {
        this.fleet = fleet;
        this.atOnce = atOnce;
    }

    /** @param then what a client does next, before another may take its place */
    <T> List<T> of(int first, int end, Function<Fleet.Session, CompletableFuture<T>> then)
            throws InterruptedException, IOException {
        Semaphore window = new Semaphore(atOnce);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<CompletableFuture<T>> connecting = new ArrayList<>();
        for (int client = first; client < end && failure.get() == null; client++) {
            acquire(window, 1);
            CompletableFuture<T> done = fleet.connect(client).thenCompose(then);
            done.whenComplete((session, problem) -> {
                failure.compareAndSet(null, problem);
                window.release();
            });
            connecting.add(done);
        }
        acquire(window, atOnce);
        if (failure.get() != null) {
            throw new IOException("a client could not connect: " + failure.get(), failure.get());
        }
        return connecting.stream().map(CompletableFuture::join).toList();
    }

    private static void acquire(Semaphore window, int permits) throws InterruptedException, IOException {
        if (!window.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("no connect ends any more");
        }
    }
}
