package net.tensamin.omega.operations;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.threads.OutOfMemory;
import net.tensamin.omega.threads.Timers;

/**
 * Ends a server whose heap stays full: it spends most of its time collecting garbage, and would do so for hours before
 * an allocation fails.
 */
@ApplicationScoped
class MemoryWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final OldGeneration generation = new OldGeneration(System::nanoTime);
    private final Optional<MemoryPoolMXBean> pool = pool();
    private final Timers timers;
    private Timers.Plan plan;

    /** For the client proxy. */
    MemoryWatch() {
        this(null);
    }

    @Inject
    MemoryWatch(Timers timers) {
        this.timers = timers;
    }

    @PostConstruct
    void start() {
        plan = timers.beat(INTERVAL, this::look);
    }

    @PreDestroy
    void stop() {
        plan.cancel();
    }

    /** The heap's pool for what has lived long: collectors with generations name it so, others have only one pool. */
    static Optional<MemoryPoolMXBean> pool() {
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .toList();
        return heap.stream()
                .filter(pool -> pool.getName().matches(".*(Old Gen|Old Generation|Tenured Gen)"))
                .findFirst()
                .or(() -> heap.size() == 1 ? Optional.of(heap.get(0)) : Optional.empty());
    }

    private void look() {
        pool.map(MemoryWatch::look)
                .filter(generation::hasStayedFull)
                .ifPresent(look -> OutOfMemory.end(String.format(
                        "%.0f%% of the old generation in use after each collection", 100 * look.afterLast())));
    }

    private static OldGeneration.Look look(MemoryPoolMXBean of) {
        long collections = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(collector -> Math.max(0, collector.getCollectionCount()))
                .sum();
        return new OldGeneration.Look(collections, part(of.getCollectionUsage()), part(of.getUsage()));
    }

    private static double part(MemoryUsage usage) {
        return usage.getMax() > 0 ? (double) usage.getUsed() / usage.getMax() : 0;
    }
}
