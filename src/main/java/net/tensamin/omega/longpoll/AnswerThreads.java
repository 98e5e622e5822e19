package net.tensamin.omega.longpoll;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import net.tensamin.omega.threads.BlockingThreads;

/**
 * The threads that answer clients that have waited. They do nothing else, as a client that reads slowly holds one up.
 * Thread-safe.
 */
@ApplicationScoped
class AnswerThreads implements Executor {
    private static final int COUNT = 8;

    @Resource
    ManagedThreadFactory factory;

    @Inject
    RequestContext context;

    private BlockingThreads threads;

    @PostConstruct
    void begin() {
        threads = new BlockingThreads(COUNT, factory);
    }

    @PreDestroy
    void stop() {
        threads.stop();
    }

    @Override
    public void execute(Runnable answer) {
        threads.execute(() -> context.run(answer));
    }
}
