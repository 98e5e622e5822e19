package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
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
                assertThrows(IllegalArgumentException.class, () -> new OmikronSettings(pingInterval, silenceLimit, 1));

        assertEquals(message, e.getMessage());
    }

    @Test
    void unansweredLimitHasBounds() {
        for (int limit : new int[] {0, -1, 1_000_001}) {
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class,
                    () -> new OmikronSettings(Duration.ofSeconds(5), Duration.ofSeconds(30), limit));
            assertEquals(
                    "omega.omikron.unanswered-limit must be between 1 and 1000000: " + limit, refusal.getMessage());
        }
    }
}
