package net.tensamin.omega.quic.streams;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/**
 * What a client may have of streams and queues, as the constants say.
 *
 * @param most streams that a client may have open at once
 * @param stallLimit shorter than the heartbeat's patience, so that the client is told why
 */
public record StreamSettings(int lineLimit, int most, int sendQueueBytes, Duration stallLimit) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    static final Setting<Integer> LINE_LIMIT = Setting.number(
                    "omega.quic.line-limit", 16_384, "longest message, in bytes")
            .between(1, (1 << 24) - 1);
    static final Setting<Integer> STREAMS = Setting.number(
                    "omega.quic.streams", 4, "streams a client may have open at once")
            .between(1, 1_000);
    static final Setting<Integer> SEND_QUEUE = Setting.number(
                    "omega.quic.send-queue",
                    32 * 1024,
                    "bytes that may wait on each stream for a client that does not read; pushes use half of it, further"
                            + " ones stay in the database")
            .between(1, Integer.MAX_VALUE);
    static final Setting<Duration> STALL_LIMIT = Setting.duration(
                    "omega.quic.stall-limit",
                    Duration.ofSeconds(20),
                    "how long a client may read nothing from a full queue before it is closed with 104")
            .between(SHORTEST, LONGEST);

    /** @throws IllegalArgumentException for the first key that is wrong */
    public static StreamSettings from(Config config) {
        return new StreamSettings(
                LINE_LIMIT.in(config), STREAMS.in(config), SEND_QUEUE.in(config), STALL_LIMIT.in(config));
    }
}
