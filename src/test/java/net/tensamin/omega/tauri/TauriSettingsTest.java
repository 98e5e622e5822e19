package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TauriSettingsTest {

    @Test
    void thePresetsAreThoseOfTheContract() {
        TauriSettings settings = TauriSettings.from(config(Map.of()));

        assertEquals(Duration.ofSeconds(10), settings.identifyWithin());
        assertEquals(Duration.ofSeconds(15), settings.pingInterval());
        assertEquals(Duration.ofSeconds(30), settings.pingTimeout());
        assertEquals(false, settings.unboundCertificates());
        assertEquals(Duration.ofSeconds(1), settings.cursorInterval());
    }

    @Test
    void everyKeyIsRead() {
        TauriSettings settings = TauriSettings.from(config(Map.of(
                "omega.tauri.identify-within", Duration.ofSeconds(1),
                "omega.tauri.ping-interval", Duration.ofSeconds(2),
                "omega.tauri.ping-timeout", Duration.ofSeconds(3),
                "omega.tauri.error-limit", 4,
                "omega.tauri.unbound-certificates", true,
                "omega.drain.window", Duration.ofSeconds(5),
                "omega.tauri.cursor-interval", Duration.ofSeconds(6))));

        assertEquals(
                new TauriSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        4,
                        true,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6)),
                settings);
    }

    @ParameterizedTest
    @CsvSource({
        "omega.tauri.identify-within,PT0S",
        "omega.tauri.ping-interval,PT-1S",
        "omega.tauri.ping-timeout,PT0.099S",
        "omega.drain.window,PT1H0.001S",
        "omega.tauri.cursor-interval,PT0S"
    })
    void aTimeOutOfBoundsNamesItsKey(String key, Duration value) {
        Config config = config(Map.of(key, value));

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> TauriSettings.from(config));

        assertTrue(error.getMessage().startsWith(key + " must be between PT0.1S and PT1H: "));
    }

    @Test
    void anErrorLimitOfNoneNamesItsKey() {
        Config config = config(Map.of("omega.tauri.error-limit", 0));

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> TauriSettings.from(config));

        assertEquals("omega.tauri.error-limit must be at least 1: 0", error.getMessage());
    }

    @Test
    void aValueOfTheWrongKindNamesItsKey() {
        Config config = config(Map.of("omega.tauri.ping-interval", "soon"));

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> TauriSettings.from(config));

        assertTrue(error.getMessage().startsWith("omega.tauri.ping-interval: "), error.getMessage());
    }

    private static Config config(Map<String, Object> values) {
        return new Config() {
            @Override
            public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
                Object value = values.get(name);
                if (value != null && !type.isInstance(value)) {
                    throw new IllegalArgumentException("not a " + type.getSimpleName());
                }
                return Optional.ofNullable(type.cast(value));
            }

            @Override
            public <T> T getValue(String name, Class<T> type) {
                return getOptionalValue(name, type).orElseThrow();
            }

            @Override
            public ConfigValue getConfigValue(String name) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Iterable<String> getPropertyNames() {
                return values.keySet();
            }

            @Override
            public Iterable<ConfigSource> getConfigSources() {
                throw new UnsupportedOperationException();
            }

            @Override
            public <T> Optional<Converter<T>> getConverter(Class<T> type) {
                throw new UnsupportedOperationException();
            }

            @Override
            public <T> T unwrap(Class<T> type) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
