package net.tensamin.omega.cluster;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/** Whether there are other nodes, and how long they count without a word, as the constants say. */
record ClusterSettings(boolean enabled, Duration lease) {
    static final Setting<Boolean> ENABLED = Setting.flag(
            "omega.cluster.enabled",
            false,
            "whether this server is one of several, over the Hazelcast of the server it runs on");
    static final Setting<Duration> LEASE = Setting.duration(
                    "omega.cluster.lease",
                    Duration.ofSeconds(5),
                    "a node that says nothing for so long is gone, and with it the presence it reported")
            .between(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final int BEATS_A_LEASE = 10;

    /** @throws IllegalArgumentException for the first key that is wrong */
    static ClusterSettings from(Config config) {
        return new ClusterSettings(ENABLED.in(config), LEASE.in(config));
    }

    /** How often a node gives a sign of life. */
    Duration beat() {
        return lease.dividedBy(BEATS_A_LEASE);
    }
}
