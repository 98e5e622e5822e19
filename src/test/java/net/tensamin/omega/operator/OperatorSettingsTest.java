package net.tensamin.omega.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSettingsTest {
    private static final String KEY = "omega.operators.administrators";

    @Test
    void nobodyIsAnAdministratorUnlessItIsSaidOrTheDemoRuns() {
        assertEquals(Set.of(), administrators(Map.of()));
        assertEquals(Set.of("demo", "development"), administrators(Map.of("omega.demo", "true")));
        assertEquals(Set.of("ada"), administrators(Map.of("omega.demo", "true", KEY, "ada")));
        assertEquals(Set.of("ada", "Grace@ops"), administrators(Map.of(KEY, "ada, Grace@ops")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ada,,grace", "-ada", "ä", "a/b", "urn:tensamin:operator:a?"})
    void whatIsNoNameStopsTheStart(String value) {
        Map<String, String> config = Map.of(KEY, value);
        String said = assertThrows(IllegalArgumentException.class, () -> administrators(config))
                .getMessage();
        assertTrue(said.startsWith(KEY + " (OMEGA_OPERATORS_ADMINISTRATORS) must be names of operators"), said);
    }

    @Test
    void aNameIsAsLongAsTheTableTakes() {
        assertTrue(OperatorName.isOne("a".repeat(100)));
        assertFalse(OperatorName.isOne("a".repeat(101)));
        assertFalse(OperatorName.isOne(""));
        assertFalse(OperatorName.isOne(".."));
        assertFalse(OperatorName.isOne("ada\n"));
    }

    private static Set<String> administrators(Map<String, String> config) {
        return OperatorSettings.from(new TestConfig(config)).administrators();
    }
}
