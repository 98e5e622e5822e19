package net.tensamin.omega.configuration;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    private final Keys keys = Keys.declared();

    @Test
    void everyClassThatDeclaresAKeyIsInTheList() {
        List<String> declaring = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("net.tensamin.omega").stream()
                        .filter(KeysTest::declaresAKey)
                        .map(JavaClass::getName)
                        .sorted()
                        .toList();
        assertEquals(declaring, keys.declarations());
    }

    private static boolean declaresAKey(JavaClass one) {
        return one.getFields().stream()
                .anyMatch(field -> field.getRawType().isEquivalentTo(Setting.class)
                        && field.getModifiers().contains(JavaModifier.STATIC));
    }

    @ParameterizedTest
    @CsvSource({
        "omega.qiuc.port, omega.quic.port",
        "omega.db.pasword, omega.db.password",
        "omega.ping-interval, omega.tauri.ping-interval",
        "omega.https.prot, omega.https.port"
    })
    void aMisspeltKeyIsRefusedAndTheNearestNamed(String misspelt, String meant) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> keys.refuseUnknown(List.of("user.home", misspelt)));
        assertTrue(
                refusal.getMessage().startsWith(misspelt + " is no key of Omega; the nearest is " + meant + ","),
                refusal.getMessage());
    }

    @Test
    void keysAndWhatBelongsToOthersAreNotRefused() {
        assertDoesNotThrow(() -> keys.refuseUnknown(List.of("omega.quic.port", "omegas.x", "OMEGA_X", "java.home")));
    }

    @Test
    void aStrangeVariableIsALineAndAServicesIsNone() {
        List<String> lines = keys.strangeVariables(Map.of(
                "OMEGA_DB_URI", "jdbc:h2:mem:x",
                "OMEGA_DB_URL", "jdbc:h2:mem:x",
                "OMEGA_HTTPS_SERVICE_HOST", "10.0.0.1",
                "OMEGA_HTTPS_SERVICE_PORT_HTTPS", "9188",
                "OMEGA_HTTPS_PORT_9188_TCP_ADDR", "10.0.0.1",
                "OMEGA_NODES_PORT", "tcp://10.0.0.2:6900",
                "HOME", "/"));
        assertEquals(
                List.of(
                        "The variable OMEGA_DB_URI is no key of Omega and changes nothing; the nearest is OMEGA_DB_URL"),
                lines);
    }

    @Test
    void theVariableOfAServiceSaysWhereItComesFrom() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> keys.readAll(TestConfig.of("omega.https.port", "tcp://10.0.0.1:9188")));
        assertEquals(
                "omega.https.port (OMEGA_HTTPS_PORT) must be a whole number from 1 to 65535, not tcp://10.0.0.1:9188, which"
                        + " Kubernetes sets for a Service of that name: enableServiceLinks: false keeps it away",
                refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "omega.tauri.ping-interval | 15s | omega.tauri.ping-interval (OMEGA_TAURI_PING_INTERVAL) must be a duration",
                "omega.cluster.secret | short | omega.cluster.secret (OMEGA_CLUSTER_SECRET) must be of 32 characters or more",
                "omega.db.url | jdbc:mysql://db/x | omega.db.url (OMEGA_DB_URL) must be a URL of jdbc:h2: or jdbc:postgresql:",
                "omega.https.address | no.such.host.invalid | omega.https.address (OMEGA_HTTPS_ADDRESS) must be an address",
                "omega.profile | staging | omega.profile (OMEGA_PROFILE) must be development or production"
            })
    void aBadValueOfAnyComponentIsFound(String key, String value, String line) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> keys.readAll(TestConfig.of(key, value)));
        assertTrue(refusal.getMessage().startsWith(line), refusal.getMessage());
    }

    @Test
    void keysThatContradictEachOtherAreRefused() {
        TestConfig config =
                new TestConfig(Map.of("omega.quic.idle-timeout", "PT10S", "omega.tauri.ping-interval", "PT15S"));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Contradictions.refuse(keys, config));
        assertEquals(
                "omega.quic.idle-timeout (PT10S) must be no shorter than omega.tauri.ping-interval (PT15S)",
                refusal.getMessage());
        assertDoesNotThrow(() -> Contradictions.refuse(keys, new TestConfig(Map.of())));
    }

    @ParameterizedTest
    @CsvSource({"omega.demo,true", "omega.pki.development,true", "omega.pki.password,development"})
    void aProductionServerRefusesWhatIsForDevelopment(String key, String value) {
        TestConfig config = new TestConfig(
                Map.of("omega.profile", "production", "omega.pki.password", "of my own", "omega.demo", "false"));
        assertDoesNotThrow(() -> check(config));
        Map<String, String> bad = new java.util.HashMap<>(config.values());
        bad.put(key, value);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> check(new TestConfig(bad)));
        assertTrue(refusal.getMessage().contains("where omega.profile is production"), refusal.getMessage());
    }

    private void check(TestConfig config) {
        keys.readAll(config);
        Profile.check(keys, config);
    }
}
