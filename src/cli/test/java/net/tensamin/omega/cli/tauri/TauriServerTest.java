package net.tensamin.omega.cli.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.tensamin.omega.cli.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TauriServerTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, , localhost",
        "omega.example, , omega.example",
        "127.0.0.1, , localhost",
        "::1, , localhost",
        "192.0.2.1, omega.example, omega.example",
        "localhost, omega.example, omega.example"
    })
    void certificateMustBeForTheHostOrForTheNameGiven(String host, String given, String expected) {
        assertEquals(expected, TauriServer.at(host, 9189, given).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void addressNeedsAName(String host) {
        Failure failure = assertThrows(Failure.class, () -> TauriServer.at(host, 9189, null));
        assertTrue(failure.getMessage().contains("--server-name"), failure.getMessage());
    }

    @Test
    void portIsOne() {
        assertThrows(Failure.class, () -> TauriServer.at("localhost", 65_536, null));
    }
}
