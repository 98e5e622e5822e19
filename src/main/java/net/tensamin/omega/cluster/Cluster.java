package net.tensamin.omega.cluster;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.threads.BlockingThreads;
import org.eclipse.microprofile.config.Config;

/** Makes the bus: over the server's Hazelcast where the operator wants other nodes, else of this node alone. */
@Dependent
class Cluster {
    private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

    @Resource
    ManagedScheduledExecutorService scheduler;

    /** No proxy, hence made together with whatever needs it: on a transport's thread the scheduler would not be found. */
    @Produces
    @Singleton
    ClusterBus bus(Config config, BlockingThreads threads) {
        ClusterSettings settings = ClusterSettings.from(config);
        return settings.enabled() ? open(settings, threads) : new LocalBus();
    }

    /** The scheduler, which is the application's, ends the beat with it. */
    private ClusterBus open(ClusterSettings settings, BlockingThreads threads) {
        try {
            HazelcastBus bus = HazelcastBus.open(settings, threads);
            if (settings.secret().isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} is not set: whoever reaches the grid''s port is trusted",
                        ClusterSettings.SECRET);
            }
            long beat = settings.beat().toMillis();
            scheduler.scheduleAtFixedRate(bus::beat, 0, beat, TimeUnit.MILLISECONDS);
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
