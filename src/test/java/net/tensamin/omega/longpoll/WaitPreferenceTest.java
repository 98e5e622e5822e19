package net.tensamin.omega.longpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait=30",
                "WAIT=30",
                "wait = 30",
                "wait=\"30\"",
                "respond-async, wait=30",
                "wait=30, wait=5",
                "wait=30;x=y"
            })
    void aPreferenceIsReadHoweverItIsWritten(String field) {
        assertEquals(Optional.of(Duration.ofSeconds(30)), WaitPreference.of(List.of(field)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=-1", "wait=0", "wait=x", "await=30", "wait=1e9", "wait=\"30"})
    void whatIsNoneIsNone(String field) {
        assertEquals(Optional.empty(), WaitPreference.of(List.of(field)));
    }

    @Test
    void theFirstOfSeveralFieldsCounts() {
        assertEquals(
                Optional.of(Duration.ofSeconds(7)), WaitPreference.of(List.of("respond-async", "wait=7", "wait=9")));
    }
}
