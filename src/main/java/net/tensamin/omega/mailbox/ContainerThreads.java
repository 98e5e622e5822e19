package net.tensamin.omega.mailbox;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.Dependent;

/** Gives the container's executor to a constructor. */
@Dependent
class ContainerThreads {
    @Resource
    ManagedExecutorService executor;
}
