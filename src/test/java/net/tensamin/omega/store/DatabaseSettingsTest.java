package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
    @Test
    void withoutConfigurationItIsAnH2FileUnderData() {
        DatabaseSettings settings = settings(Map.of());
        Path file = Path.of("data/omega").toAbsolutePath();
        assertTrue(settings.url().startsWith("jdbc:h2:file:" + file + ";"), settings::url);
        assertEquals(Optional.empty(), settings.user());
        assertEquals(Optional.empty(), settings.password());
    }

    @Test
    void h2FileIsInTheDataDirectory() {
        assertTrue(settings(Map.of("omega.data-dir", "/var/lib/omega"))
                .url()
                .startsWith("jdbc:h2:file:/var/lib/omega/omega;"));
    }

    @Test
    void databaseIsWhatTheUrlSays() {
        Map<String, String> config = Map.of(
                "omega.db.url", "jdbc:postgresql://db/omega", "omega.db.user", "omega", "omega.db.password", "secret");
        assertEquals(
                new DatabaseSettings("jdbc:postgresql://db/omega", Optional.of("omega"), Optional.of("secret")),
                settings(config));
    }

    @Test
    void otherDatabasesAreRefusedWithoutTellingThePassword() {
        DatabaseSettings settings = settings(
                Map.of("omega.db.url", "jdbc:mysql://db/omega?password=secret", "omega.db.password", "hidden"));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new ConfiguredDataSource(settings));
        assertEquals(
                "omega.db.url is neither jdbc:h2: nor jdbc:postgresql: but jdbc:mysql://db/omega",
                refusal.getMessage());
        assertFalse(settings.toString().contains("hidden"));
    }

    private static DatabaseSettings settings(Map<String, String> config) {
        return DatabaseSettings.from(new TestConfig(config));
    }
}
