package net.tensamin.omega.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "007, 7",
        "9223372036854775807, 9223372036854775807",
        "0,",
        "-1,",
        "9223372036854775808,",
        "x,",
        "'',",
        "٣,"
    })
    void numbersArePositiveAndOf64Bits(String digits, Long number) {
        OptionalLong expected = number == null ? OptionalLong.empty() : OptionalLong.of(number);
        assertEquals(expected, Envelope.number(digits));
    }

    @Test
    void idsAreReadAsStringsAndAsNumbers() {
        assertEquals(
                "7",
                Envelope.parse("{\"type\":\"t\",\"data\":{\"sender_id\":\"7\"}}")
                        .data("sender_id"));
        assertEquals(
                "7",
                Envelope.parse("{\"type\":\"t\",\"data\":{\"sender_id\":7}}").data("sender_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"t\"}", "{\"type\":\"t\",\"data\":5}", "{\"type\":\"t\",\"data\":null}"})
    void messageWithoutDataHasNoMembers(String text) {
        Envelope message = Envelope.parse(text);
        assertEquals("", message.data("sender_id"));
        assertEquals("", message.id());
        assertEquals("", message.members());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "5", "{}", "{\"type\":\"\"}"})
    void whatIsNoMessageIsAFailureThatShowsIt(String text) {
        Failure failure = assertThrows(Failure.class, () -> Envelope.parse(text));
        assertEquals(ExitCode.ERROR_REPLY, failure.exitCode());
        assertTrue(failure.getMessage().endsWith(text), failure.getMessage());
    }

    @Test
    void pendingAmountsAreListed() {
        Envelope reply = Envelope.parse("{\"type\":\"get_notifications\",\"data\":{\"notifications\":"
                + "[{\"sender_id\":\"7\",\"amount\":3},{\"sender_id\":9,\"amount\":1}]}}");
        assertEquals("3 from 7, 1 from 9", reply.pending());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"type\":\"t\"}", "{\"type\":\"t\",\"data\":{\"notifications\":[]}}"})
    void nothingPendingIsSaid(String text) {
        assertEquals("nothing is pending", Envelope.parse(text).pending());
    }

    @Test
    void errorIsExplained() {
        Envelope error = Envelope.parse("{\"type\":\"error_not_found\"}");
        Failure failure = assertThrows(Failure.class, error::throwIfError);
        assertEquals("Omega answered error_not_found: there is none.", failure.getMessage());
        assertDoesNotThrow(Envelope.parse("{\"type\":\"success\"}")::throwIfError);
    }

    @Test
    void errorUnknownHereIsStillAnError() {
        Envelope error = Envelope.parse("{\"type\":\"error_of_tomorrow\",\"data\":{\"why\":\"so\"}}");
        String message = assertThrows(Failure.class, error::throwIfError).getMessage();
        assertTrue(message.startsWith("Omega answered error_of_tomorrow: "), message);
        assertTrue(message.endsWith("why=so"), message);
    }
}
