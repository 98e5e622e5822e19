package net.tensamin.omega.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Work that waits, each piece on a thread of its own. From JDK 25 on {@link CompletableFuture} always uses the common pool, which on
 * two processors has one thread, and {@link java.net.http.HttpClient} needs it too.
 */
public final class OwnThread {
    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "own-thread");
        thread.setDaemon(true);
        thread.start();
    };

    private OwnThread() {}

    public static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, THREADS);
    }

    public static <T> CompletableFuture<T> supply(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, THREADS);
    }
}
