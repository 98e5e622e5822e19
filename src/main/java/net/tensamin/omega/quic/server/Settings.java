package net.tensamin.omega.quic.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.streams.StreamSettings;
import net.tensamin.omega.quic.tls.Cryptography;
import net.tensamin.omega.quic.tls.Groups;
import org.eclipse.microprofile.config.Config;

/** How the QUIC server is set up, as the constants say. */
record Settings(
        List<InetAddress> addresses,
        int port,
        List<String> protocols,
        Duration handshakeTimeout,
        Duration idleTimeout,
        StreamSettings streams,
        List<String> cryptoProviders,
        boolean migration,
        Groups groups,
        AdmissionSettings gate) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    static final Setting<List<String>> ADDRESS = Setting.words(
            "omega.quic.address",
            "0.0.0.0",
            "addresses to listen on, separated by commas; 0.0.0.0 or :: is each address of the host, IPv4 and IPv6,"
                    + " as they come and go, and of 127/8 only 127.0.0.1");
    static final Setting<Integer> PORT = Setting.number("omega.quic.port", 9189, "UDP port; 0 takes a free one")
            .between(0, 65_535);
    static final Setting<List<String>> ALPN =
            Setting.words("omega.quic.alpn", "tauri", "ALPN names, separated by commas, the preferred one first");
    static final Setting<Duration> HANDSHAKE_TIMEOUT = Setting.duration(
                    "omega.quic.handshake-timeout",
                    Duration.ofSeconds(10),
                    "how long a client may take to authenticate itself")
            .between(SHORTEST, LONGEST);
    static final Setting<Duration> IDLE_TIMEOUT = Setting.duration(
                    "omega.quic.idle-timeout",
                    Duration.ofMinutes(15),
                    "a connection ends when it is silent for this long, or for as long as its client says, if that is"
                            + " shorter; longer than the ping interval")
            .between(SHORTEST, LONGEST);

    static final Setting<Boolean> MIGRATION = Setting.flag(
            "omega.quic.migration",
            true,
            "whether a session goes on when its client's address changes; turn it off where a load balancer tells"
                    + " connections apart by address and port");
    static final Setting<List<String>> CRYPTO_PROVIDERS = Setting.words(
            "omega.quic.crypto-providers",
            "JCA providers on the server's class path, or their classes, separated by commas, the preferred one"
                    + " first, that sign, verify and exchange keys in handshakes");

    static final Setting<List<String>> GROUPS = Setting.words(
            "omega.quic.groups",
            "X25519MLKEM768,X25519,P-256,P-384,P-521",
            "groups for the key exchange, separated by commas, the preferred one first; a client that supports one"
                    + " of them and sent no key share that fits is asked for one (HelloRetryRequest)");
    static final Setting<Boolean> RETRY_FOR_HYBRID = Setting.flag(
            "omega.quic.retry-for-hybrid",
            false,
            "whether a client that supports X25519MLKEM768 and sent a key share of another group only is asked for"
                    + " one, at the price of a round trip");

    Settings {
        protocols = List.copyOf(protocols);
        if (protocols.stream().anyMatch(name -> name.length() > 255)) {
            throw ALPN.mustBe("names of 1 to 255 bytes", protocols);
        }
    }

    /** @throws IllegalArgumentException for the first key that is wrong */
    static Settings from(Config config) {
        return new Settings(
                addresses(config),
                PORT.in(config),
                ALPN.in(config),
                HANDSHAKE_TIMEOUT.in(config),
                IDLE_TIMEOUT.in(config),
                StreamSettings.from(config),
                CRYPTO_PROVIDERS.in(config),
                MIGRATION.in(config),
                groups(config),
                AdmissionSettings.from(config));
    }

    /** @throws IllegalArgumentException if a provider is not there or not up to it */
    Cryptography cryptography() {
        try {
            return Cryptography.by(cryptoProviders);
        } catch (IllegalArgumentException e) {
            throw CRYPTO_PROVIDERS.mustBe("providers that are there and do what handshakes need", e.getMessage());
        }
    }

    private static Groups groups(Config config) {
        List<String> labels = GROUPS.in(config);
        boolean retryForHybrid = RETRY_FOR_HYBRID.in(config);
        try {
            return Groups.of(labels, retryForHybrid);
        } catch (IllegalArgumentException e) {
            throw GROUPS.mustBe("some of X25519MLKEM768, X25519, P-256, P-384 and P-521, each once", labels);
        }
    }

    private static List<InetAddress> addresses(Config config) {
        return ADDRESS.in(config).stream().map(Settings::address).toList();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw ADDRESS.mustBe("addresses of this host", host);
        }
    }
}
