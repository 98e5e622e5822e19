package net.tensamin.omega.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import net.tensamin.omega.testing.OmegaProcess;

/** What a server holds of its machine. */
record Resources(int descriptors, int threads) {
    /** Of a pool's connections and of a container's threads some were not needed before. Whoever leaks one with each try in an outage has more. */
    private static final int FIRST_NEEDED = 24;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    static Resources of(OmegaProcess server) throws IOException {
        return new Resources(server.descriptors(), server.threads());
    }

    /** Returns how much more it holds than this, once that is no more than what it first needed since. */
    Resources growthAtRest(OmegaProcess server) {
        return await("a server at rest, after " + this)
                .atMost(PATIENCE)
                .until(
                        () -> of(server).minus(this),
                        growth -> growth.descriptors <= FIRST_NEEDED && growth.threads <= FIRST_NEEDED);
    }

    private Resources minus(Resources other) {
        return new Resources(descriptors - other.descriptors, threads - other.threads);
    }
}
