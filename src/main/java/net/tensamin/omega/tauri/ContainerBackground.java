package net.tensamin.omega.tauri;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;

/** Gives sessions threads that may block. */
@Dependent
class ContainerBackground {
    @Produces
    @Singleton
    Background background(BlockingThreads threads, Timers timers) {
        return new BoundedBackground(threads, timers, System::nanoTime);
    }
}
