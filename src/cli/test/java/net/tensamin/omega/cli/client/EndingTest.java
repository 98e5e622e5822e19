package net.tensamin.omega.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import net.tensamin.omega.cli.client.Ending.Comeback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndingTest {

    @ParameterizedTest
    @CsvSource({
        "100, SOON",
        "101, SOON",
        "102, STAND_ASIDE",
        "103, SOON",
        "104, SOON",
        "199, SOON",
        "200, NEVER",
        "201, NEVER",
        "202, SOON",
        "203, NEVER",
        "299, NEVER",
        "300, SOON",
        "0, SOON"
    })
    void aCloseCodeSaysWhetherToComeBack(long code, Comeback comeback) {
        assertEquals(comeback, Ending.ofCloseCode(code, "").comeback());
    }

    /** What Omega refuses in what we show stays wrong; what else is wrong may be repaired without us (SPEC §1). */
    @ParameterizedTest
    @CsvSource({
        "116, true, NEVER",
        "48, true, NEVER",
        "45, true, NEVER",
        "44, true, NEVER",
        "42, true, NEVER",
        "51, true, NEVER",
        "80, true, LATER",
        "40, true, LATER",
        "120, true, LATER",
        "48, false, LATER",
        "45, false, LATER"
    })
    void anAlertSaysWhetherToComeBack(int alert, boolean byOmega, Comeback comeback) {
        assertEquals(
                comeback, Ending.ofTransportError(0x100 + alert, byOmega, "").comeback());
    }

    @Test
    void anotherTransportErrorMayPass() {
        assertEquals(Comeback.SOON, Ending.ofTransportError(0x0a, true, "").comeback());
    }

    @ParameterizedTest
    @CsvSource({"retry-after-ms=0, 0", "retry-after-ms=1200, 1200", "'x retry-after-ms=5, y', 5"})
    void retryAfterIsRead(String reason, long millis) {
        assertEquals(Duration.ofMillis(millis), Ending.ofCloseCode(100, reason).retryAfter());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "retry-after-ms=", "retry-after-ms=-5", "retry-after-ms=soon", "retry-after=5"})
    void whatIsNoRetryAfterIsNone(String reason) {
        assertEquals(Duration.ZERO, Ending.ofCloseCode(100, reason).retryAfter());
    }

    @Test
    void retryAfterHasABound() {
        assertEquals(
                Duration.ofMinutes(10),
                Ending.ofCloseCode(100, "retry-after-ms=99999999999").retryAfter());
    }
}
