package net.tensamin.omega.tauri;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Gives sessions the container's managed threads. */
@Dependent
class ContainerBackground {
    @Resource
    ManagedExecutorService executor;

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Produces
    @ApplicationScoped
    Background background() {
        return new BoundedBackground(executor, scheduler);
    }
}
