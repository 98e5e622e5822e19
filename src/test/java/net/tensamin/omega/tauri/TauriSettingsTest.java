package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import net.tensamin.omega.testing.TestConfig;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TauriSettingsTest {

    @Test
    void thePresetsAreThoseOfTheContract() {
        TauriSettings settings = TauriSettings.from(new TestConfig(Map.of()));

        assertEquals(Duration.ofSeconds(10), settings.identifyWithin());
        assertEquals(Duration.ofSeconds(15), settings.pingInterval());
        assertEquals(Duration.ofMinutes(5), settings.longestPingInterval());
        assertEquals(Duration.ofSeconds(30), settings.pingTimeout());
        assertEquals(false, settings.unboundCertificates());
        assertEquals(Duration.ofSeconds(1), settings.cursorInterval());
        assertEquals(Duration.ofSeconds(15), settings.compareInterval());
    }

    @Test
    void everyKeyIsRead() {
        TauriSettings settings = TauriSettings.from(new TestConfig(Map.of(
                "omega.tauri.identify-within", "PT1S",
                "omega.tauri.ping-interval", "PT2S",
                "omega.tauri.ping-interval-longest", "PT7S",
                "omega.tauri.ping-timeout", "PT3S",
                "omega.tauri.error-limit", "4",
                "omega.tauri.unbound-certificates", "true",
                "omega.drain.window", "PT5S",
                "omega.tauri.cursor-interval", "PT6S",
                "omega.tauri.compare-interval", "PT8S")));

        assertEquals(
                new TauriSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(3),
                        4,
                        true,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(8)),
                settings);
    }

    @ParameterizedTest
    @CsvSource({
        "omega.tauri.identify-within,PT0S",
        "omega.tauri.ping-interval,PT-1S",
        "omega.tauri.ping-interval-longest,PT0S",
        "omega.tauri.compare-interval,PT0S",
        "omega.tauri.ping-timeout,PT0.099S",
        "omega.drain.window,PT1H0.001S",
        "omega.tauri.cursor-interval,PT0S",
        "omega.tauri.error-limit,0"
    })
    void whatIsOutOfBoundsNamesItsKey(String key, String value) {
        Config config = TestConfig.of(key, value);

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> TauriSettings.from(config));

        assertTrue(error.getMessage().startsWith(key + " "), error.getMessage());
    }
}
