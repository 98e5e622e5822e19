package net.tensamin.omega.tauri;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives sessions the container's managed threads. */
@Dependent
class ContainerBackground {
    @Resource
    ManagedExecutorService executor;

    @Resource
    ManagedScheduledExecutorService scheduler;

    /** No proxy, hence made with who needs it: on a transport's thread the executors would not be found. */
    @Produces
    @Singleton
    Background background() {
        return new BoundedBackground(executor, scheduler);
    }
}
