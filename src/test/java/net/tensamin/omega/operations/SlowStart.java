package net.tensamin.omega.operations;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Part of the application under test: holds its start up before any of its own beans is told of it. */
@ApplicationScoped
class SlowStart {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

    void start(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object application) {
        for (long end = System.nanoTime() + NANOS; end - System.nanoTime() > 0; ) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
