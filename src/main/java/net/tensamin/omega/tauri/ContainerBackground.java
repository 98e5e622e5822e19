package net.tensamin.omega.tauri;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import net.tensamin.omega.threads.BlockingThreads;

/** Gives sessions threads that may block, and the container's scheduler. */
@Dependent
class ContainerBackground {
    @Resource
    ManagedScheduledExecutorService scheduler;

    /** No proxy, hence made together with whatever needs it: on a transport's thread the scheduler would not be found. */
    @Produces
    @Singleton
    Background background(BlockingThreads threads) {
        return new BoundedBackground(threads, scheduler);
    }
}
