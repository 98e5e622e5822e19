package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.function.Supplier;

/** Where work runs that touches the container: transactions, database, CDI (DESIGN 8). */
interface Background {

    /**
     * Runs work there and waits for it; work of one caller keeps its order.
     *
     * @throws java.util.concurrent.CompletionException if the work failed, took too long or could not be started
     */
    <T> T call(Supplier<T> work);

    /** Runs work there later; never blocks. Does nothing once the application stops. */
    void run(Duration delay, Runnable work);
}
