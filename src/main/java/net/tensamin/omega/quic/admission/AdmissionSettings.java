package net.tensamin.omega.quic.admission;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.limits.Rate;
import org.eclipse.microprofile.config.Config;

/** Which clients the QUIC server lets begin a connection, as the constants say. */
public record AdmissionSettings(
        Rate handshakesPerSource, Rate retryAbove, int halfOpen, int waiting, int connections, Rate departed) {
    static final Setting<Rate> HANDSHAKES_PER_SOURCE = Rate.setting(
            "omega.quic.handshakes-per-source",
            new Rate(1_000, Duration.ofSeconds(10)),
            "handshakes that one address (IPv6: one /64) may begin; above that, the address has to be proven"
                    + " (Retry), and above that again it gets no answer");
    static final Setting<Rate> RETRY_ABOVE = Rate.setting(
            "omega.quic.retry-above",
            new Rate(500, Duration.ofSeconds(1)),
            "handshakes of all addresses together; above that, each address has to be proven first");
    static final Setting<Integer> HALF_OPEN = Setting.number(
                    "omega.quic.half-open",
                    2_000,
                    "handshakes under way; above that, a new one replaces one that has used half of its time, or"
                            + " waits; above half of that, each address has to be proven first; one address (IPv6:"
                            + " one /64), or all unproven ones together, may have an eighth of it")
            .between(2, 1_000_000);
    public static final Setting<Integer> WAITING = Setting.number(
                    "omega.quic.waiting",
                    20_000,
                    "clients whose handshake has not begun, each with two datagrams of 1,600 bytes; above that, new"
                            + " ones get no answer")
            .between(1, 1_000_000);
    public static final Setting<Integer> CONNECTIONS = Setting.number(
                    "omega.quic.connections", 100_000, "connections at once; above that, CONNECTION_REFUSED")
            .between(1, 10_000_000);
    public static final Setting<Rate> DEPARTED = Rate.setting(
            "omega.quic.departed",
            new Rate(5_000, Duration.ofSeconds(1)),
            "answers to datagrams for connections that have ended: how it ended, or a stateless reset; above that,"
                    + " none are sent");

    /** @throws IllegalArgumentException for the first key that is wrong */
    public static AdmissionSettings from(Config config) {
        return new AdmissionSettings(
                HANDSHAKES_PER_SOURCE.in(config),
                RETRY_ABOVE.in(config),
                HALF_OPEN.in(config),
                WAITING.in(config),
                CONNECTIONS.in(config),
                DEPARTED.in(config));
    }
}
