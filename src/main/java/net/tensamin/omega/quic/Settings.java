package net.tensamin.omega.quic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * How the QUIC server is set up, from {@code omega.quic.*}.
 *
 * @param listen address and UDP port; port 0 takes a free one
 * @param protocols ALPN names, the preferred one first
 * @param lineLimit bytes of the longest line
 * @param streams how many streams a client may have open at once
 * @param handshakeTimeout how long a client may take to authenticate itself
 * @param idleTimeout after which a silent connection ends; longer than the heartbeat
 * @param sendQueueBytes what may wait for a client that does not read, for each stream
 * @param stallLimit how long a client with a full queue may take nothing of it; shorter than the heartbeat's patience, so
 *     that it is told why
 */
record Settings(
        InetSocketAddress listen,
        List<String> protocols,
        int lineLimit,
        int streams,
        Duration handshakeTimeout,
        Duration idleTimeout,
        int sendQueueBytes,
        Duration stallLimit) {
    private static final String PREFIX = "omega.quic.";
    private static final int MOST_STREAMS = 1000;
    private static final int LARGEST = 1 << 24;

    Settings {
        protocols = List.copyOf(protocols);
        require(!protocols.isEmpty(), "alpn", "at least one protocol");
        protocols.forEach(name -> require(!name.isBlank() && name.length() < 256, "alpn", "names of 1 to 255 bytes"));
        require(lineLimit >= 1 && lineLimit <= LARGEST, "line-limit", "1 to " + LARGEST);
        require(streams >= 1 && streams <= MOST_STREAMS, "streams", "1 to " + MOST_STREAMS);
        requireDuration(handshakeTimeout, "handshake-timeout");
        requireDuration(idleTimeout, "idle-timeout");
        require(sendQueueBytes >= 1, "send-queue", "at least 1 byte");
        requireDuration(stallLimit, "stall-limit");
    }

    /** @throws IllegalArgumentException whose message names the key that is wrong */
    static Settings from(Config config) {
        int port = number(config, "port", 9189);
        require(port >= 0 && port <= 65535, "port", "0 to 65535");
        return new Settings(
                new InetSocketAddress(address(config), port),
                value(config, "alpn", String[].class).map(List::of).orElse(List.of("tauri")),
                number(config, "line-limit", 16_384),
                number(config, "streams", 4),
                seconds(config, "handshake-timeout", 10),
                seconds(config, "idle-timeout", 60),
                number(config, "send-queue", 32 * 1024),
                seconds(config, "stall-limit", 20));
    }

    private static InetAddress address(Config config) {
        String host = value(config, "address", String.class).orElse("0.0.0.0");
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(PREFIX + "address must be an address of this host: " + host, e);
        }
    }

    private static int number(Config config, String key, int otherwise) {
        return value(config, key, Integer.class).orElse(otherwise);
    }

    /** ISO 8601, such as {@code PT10S}. */
    private static Duration seconds(Config config, String key, long otherwise) {
        return value(config, key, Duration.class).orElse(Duration.ofSeconds(otherwise));
    }

    private static <T> Optional<T> value(Config config, String key, Class<T> type) {
        try {
            return config.getOptionalValue(PREFIX + key, type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PREFIX + key + " must be a " + type.getSimpleName() + ": " + raw(config, key), e);
        }
    }

    private static String raw(Config config, String key) {
        return config.getOptionalValue(PREFIX + key, String.class).orElse("");
    }

    private static void requireDuration(Duration duration, String key) {
        require(
                duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(Duration.ofDays(1)) <= 0,
                key,
                "above 0 and at most a day, such as PT10S");
    }

    private static void require(boolean valid, String key, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(PREFIX + key + " must be " + expected);
        }
    }
}
