package net.tensamin.omega.threads;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the threads when the first bean that needs them is made. */
@Dependent
class ThreadsProducer {
    @Resource
    ManagedThreadFactory factory;

    @Produces
    @Singleton
    BlockingThreads threads() {
        return new BlockingThreads(factory);
    }

    void stop(@Disposes BlockingThreads threads) {
        threads.stop();
    }
}
