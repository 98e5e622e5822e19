package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Where work runs that needs the container: transactions, database, CDI (architecture.md, "Threads"). */
interface Background {

    /** Runs work there. The result arrives on any thread, or its failure, or after some time the failure to begin it. */
    <T> CompletionStage<T> call(Supplier<T> work);

    /** Runs work there later; never blocks. Does nothing once the application stops. */
    void run(Duration delay, Runnable work);
}
