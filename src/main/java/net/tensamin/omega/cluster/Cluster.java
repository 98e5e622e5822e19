package net.tensamin.omega.cluster;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/** Makes the bus: over the server's Hazelcast where the operator wants other nodes, else for this node alone. */
@Dependent
class Cluster {
    private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

    /** One thread each for what is sent, what comes in, and the directory of sessions; none waits for a database. */
    private static final int THREADS = 3;

    @Resource
    ManagedThreadFactory factory;

    @Produces
    @Singleton
    ClusterBus bus(Config config, Instance<NodeThreads> threads, Timers timers) {
        ClusterSettings settings = ClusterSettings.from(config);
        return settings.enabled() ? open(settings, threads.get(), timers) : new LocalBus();
    }

    @Produces
    @Singleton
    NodeThreads threads() {
        return new NodeThreads(new BlockingThreads(THREADS, factory));
    }

    void stop(@Disposes NodeThreads threads) {
        threads.threads().stop();
    }

    /** Those of the bus, made only where there is more than one node. */
    record NodeThreads(BlockingThreads threads) {}

    /** The beat ends with the application. */
    private static ClusterBus open(ClusterSettings settings, NodeThreads threads, Timers timers) {
        try {
            HazelcastBus bus = HazelcastBus.open(settings, threads.threads());
            if (settings.secret().isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} is not set: whoever reaches the grid''s port is trusted",
                        ClusterSettings.SECRET);
            }
            timers.beat(settings.beat(), bus::beat);
            return bus;
        } catch (IllegalStateException | NoClassDefFoundError e) {
            throw new IllegalStateException(
                    ClusterSettings.ENABLED
                            + " is true, but the server provides no Hazelcast; Payara Micro does unless it is"
                            + " started with --nohazelcast",
                    e);
        }
    }
}
