package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.quic.tls.Group;
import net.tensamin.omega.quic.tls.Groups;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void defaultsAreThoseOfTheSpecification() {
        Settings settings = Settings.from(new TestConfig(Map.of()));
        assertEquals(9189, settings.port());
        assertEquals(List.of("tauri"), settings.protocols());
        assertEquals(16_384, settings.streams().lineLimit());
        assertEquals(4, settings.streams().most());
        assertEquals(Duration.ofSeconds(10), settings.handshakeTimeout());
        assertEquals(Groups.ALL, settings.groups());
        assertTrue(settings.idleTimeout().toSeconds() > 45, "longer than the heartbeat and its expiry");
    }

    @Test
    void everythingCanBeSet() {
        Settings settings = Settings.from(new TestConfig(Map.of(
                "omega.quic.port", "0",
                "omega.quic.address", "127.0.0.1,127.0.0.2",
                "omega.quic.alpn", "tauri,tauri2",
                "omega.quic.line-limit", "100",
                "omega.quic.streams", "1",
                "omega.quic.handshake-timeout", "PT0.5S",
                "omega.quic.idle-timeout", "PT5M",
                "omega.quic.send-queue", "1000",
                "omega.quic.stall-limit", "PT7S")));
        assertEquals(0, settings.port());
        assertTrue(settings.addresses().stream().allMatch(InetAddress::isLoopbackAddress));
        assertEquals(List.of("tauri", "tauri2"), settings.protocols());
        assertEquals(Duration.ofMillis(500), settings.handshakeTimeout());
        assertEquals(1000, settings.streams().sendQueueBytes());
        assertEquals(Duration.ofSeconds(7), settings.streams().stallLimit());
    }

    @Test
    void groupsAndTheirOrderCanBeSet() {
        Settings settings = Settings.from(new TestConfig(Map.of(
                "omega.quic.groups", "P-256, x25519mlkem768",
                "omega.quic.retry-for-hybrid", "true")));
        assertEquals(new Groups(List.of(Group.P256, Group.X25519MLKEM768), true), settings.groups());
    }

    @ParameterizedTest
    @CsvSource({
        "port, 70000",
        "port, -1",
        "port, many",
        "address, not an address",
        "alpn, ' '",
        "line-limit, 0",
        "streams, 0",
        "streams, 100000",
        "groups, X448",
        "groups, 'P-256,P-384,P-256'",
        "retry-for-hybrid, maybe",
        "handshake-timeout, PT0S",
        "handshake-timeout, 10",
        "idle-timeout, -PT1S",
        "idle-timeout, P30D",
        "send-queue, 0",
        "stall-limit, PT0S"
    })
    void badValueIsNamed(String key, String value) {
        var values = new TestConfig(Map.of("omega.quic." + key, value));
        var refused = assertThrows(IllegalArgumentException.class, () -> Settings.from(values));
        assertTrue(refused.getMessage().startsWith("omega.quic." + key + " "), refused::getMessage);
    }
}
