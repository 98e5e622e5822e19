package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OmikronSettingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT0.099S | PT30S   | omega.omikron.ping-interval must be between PT0.1S and PT1H: PT0.099S
            PT-5S    | PT30S   | omega.omikron.ping-interval must be between PT0.1S and PT1H: PT-5S
            PT5S     | PT61M   | omega.omikron.silence-limit must be between PT0.1S and PT1H: PT1H1M
            PT5S     | PT5S    | omega.omikron.silence-limit must be longer than ping-interval, which is PT5S: PT5S
            """)
    void nonsenseIsRefused(Duration pingInterval, Duration silenceLimit, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new OmikronSettings(pingInterval, silenceLimit));

        assertEquals(message, e.getMessage());
    }
}
