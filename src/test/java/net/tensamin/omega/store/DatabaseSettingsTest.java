package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
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
        DatabaseSettings settings = settings(config);
        assertEquals("jdbc:postgresql://db/omega", settings.url());
        assertEquals(Optional.of("omega"), settings.user());
        assertEquals(Optional.of("secret"), settings.password());
        assertEquals(Duration.ofMinutes(5), settings.patience());
    }

    @Test
    void aLimitHasOnePlaceOnly() {
        Map<String, String> config = Map.of("omega.db.url", "jdbc:postgresql://db/omega?ssl=true&socketTimeout=0");
        String refusal = assertThrows(IllegalArgumentException.class, () -> settings(config))
                .getMessage();
        assertTrue(refusal.startsWith("omega.db.url (OMEGA_DB_URL) must be without socketTimeout"), refusal);
    }

    @Test
    void otherDatabasesAreRefusedWithoutTellingThePassword() {
        Map<String, String> config =
                Map.of("omega.db.url", "jdbc:mysql://db/omega?password=secret", "omega.db.password", "hidden");
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> settings(config));
        assertEquals(
                "omega.db.url (OMEGA_DB_URL) must be a URL of jdbc:h2: or jdbc:postgresql:, not jdbc:mysql://db/omega",
                refusal.getMessage());
    }

    private static DatabaseSettings settings(Map<String, String> config) {
        return DatabaseSettings.from(new TestConfig(config));
    }
}
