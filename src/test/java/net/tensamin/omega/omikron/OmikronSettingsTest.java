package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OmikronSettingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ping-interval    | PT0.099S | a duration from PT0.1S to PT1H
            ping-interval    | PT-5S    | a duration from PT0.1S to PT1H
            silence-limit    | PT61M    | a duration from PT0.1S to PT1H
            silence-limit    | PT5S     | longer than omega.omikron.ping-interval, which is PT5S
            unanswered-limit | 0        | a whole number from 1 to 1000000
            unanswered-limit | 1000001  | a whole number from 1 to 1000000
            """)
    void nonsenseIsRefused(String key, String value, String expected) {
        TestConfig config = TestConfig.of("omega.omikron." + key, value);

        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> OmikronSettings.from(config));

        String variable = "OMEGA_OMIKRON_" + key.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
        assertEquals(
                "omega.omikron." + key + " (" + variable + ") must be " + expected + ", not " + value,
                refusal.getMessage());
    }
}
