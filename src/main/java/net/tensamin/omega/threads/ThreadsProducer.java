package net.tensamin.omega.threads;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes the threads when the first bean that needs them is made. */
@Dependent
class ThreadsProducer {
    /** A beat that takes long does not hold up all others. */
    private static final int BEATING = 2;

    @Resource
    ManagedThreadFactory factory;

    @Produces
    @Singleton
    BlockingThreads threads() {
        return new BlockingThreads(BlockingThreads.COUNT, factory);
    }

    void stop(@Disposes BlockingThreads threads) {
        threads.stop();
    }

    @Produces
    @Singleton
    Timers timers(BlockingThreads threads) {
        ScheduledThreadPoolExecutor beats = new ScheduledThreadPoolExecutor(BEATING, factory);
        beats.setRemoveOnCancelPolicy(true);
        beats.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        beats.prestartAllCoreThreads();
        return new Timers(beats, threads);
    }

    void stop(@Disposes Timers timers) {
        timers.stop();
    }
}
