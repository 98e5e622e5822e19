package net.tensamin.omega.cluster;

import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/** Whether there are other nodes, how long they count without a word, and how they know each other, as the constants say. */
record ClusterSettings(boolean enabled, Duration lease, Optional<String> secret) {
    static final Setting<Boolean> ENABLED = Setting.flag(
            "omega.cluster.enabled",
            false,
            "whether this server is one of several, over the Hazelcast of the server it runs on");
    static final Setting<Duration> LEASE = Setting.duration(
                    "omega.cluster.lease",
                    Duration.ofSeconds(5),
                    "a node that is silent for this long counts as gone, and so does the presence that it reported")
            .between(Duration.ofSeconds(1), Duration.ofMinutes(1));

    static final Setting<Optional<String>> SECRET = Setting.optional(
            "omega.cluster.secret",
            "none",
            "a secret that all nodes share, 32 characters or more; messages between nodes are encrypted with it, and"
                    + " others are ignored");

    /** For `hazelcast.xml`, which reads the system properties itself. */
    static final Setting<Optional<String>> ADDRESS = Setting.optional(
            "omega.cluster.address",
            "none",
            "system property: the address at which other nodes reach this one, in `hazelcast.xml`; no other is bound");

    static final Setting<Optional<String>> PORT =
            Setting.optional("omega.cluster.port", "none", "system property: the TCP port there, in `hazelcast.xml`");
    static final Setting<Optional<String>> MEMBERS = Setting.optional(
            "omega.cluster.members",
            "none",
            "system property: some of the nodes, `host:port` separated by commas, in `hazelcast.xml`");

    private static final int LEAST_SECRET = 32;
    private static final int BEATS_A_LEASE = 10;

    /** @throws IllegalArgumentException for the first key that is wrong */
    static ClusterSettings from(Config config) {
        Optional<String> secret = SECRET.in(config);
        secret.filter(chosen -> chosen.length() < LEAST_SECRET).ifPresent(tooShort -> {
            throw SECRET.mustBe("of " + LEAST_SECRET + " characters or more", "of " + tooShort.length());
        });
        return new ClusterSettings(ENABLED.in(config), LEASE.in(config), secret);
    }

    /** How often a node gives a sign of life. */
    Duration beat() {
        return lease.dividedBy(BEATS_A_LEASE);
    }
}
