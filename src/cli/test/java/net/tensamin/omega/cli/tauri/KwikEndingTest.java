package net.tensamin.omega.cli.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.client.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.ConnectionTerminatedEvent.CloseReason;

class KwikEndingTest {

    @ParameterizedTest
    @CsvSource({
        "100, 6, going away",
        "101, 6, heartbeat",
        "102, 6, newer session of this device",
        "103, 6, not identified",
        "104, 6, read too slowly",
        "199, 6, does not know",
        "200, 7, revoked",
        "201, 7, abuse",
        "299, 7, does not know",
        "0, 6, does not know"
    })
    void everyCloseCodeIsExplained(long code, int exitCode, String words) {
        Ending ending = KwikEnding.of(closed(null, code, "because"));
        assertEquals(exitCode, ending.exitCode());
        assertTrue(ending.words().startsWith("Omega closed the session with " + code + ": "), ending.words());
        assertTrue(ending.words().contains(words), ending.words());
        assertTrue(ending.words().contains("(because)"), ending.words());
    }

    @Test
    void reasonPhraseMayBeMissing() {
        assertEquals(
                "Omega closed the session with 101: Omega missed our heartbeat: a ping was not answered in time."
                        + " Connect again.",
                KwikEnding.of(closed(null, 101L, null)).words());
    }

    @ParameterizedTest
    @CsvSource({
        "44, certificate_revoked",
        "42, bad_certificate",
        "45, certificate_expired",
        "48, unknown_ca",
        "51, decrypt_error",
        "116, certificate_required",
        "0, see RFC 8446",
        "255, see RFC 8446"
    })
    void everyRefusalNamesItsAlert(int alert, String name) {
        Ending ending = KwikEnding.of(closed(0x100L + alert, null, null));
        assertEquals(ExitCode.REFUSED, ending.exitCode());
        assertTrue(ending.words().startsWith("Omega refused us: TLS alert " + alert + ", " + name), ending.words());
    }

    @Test
    void otherTransportErrorsAreNoRefusal() {
        Ending ending = KwikEnding.of(closed(0x0aL, null, null));
        assertEquals(ExitCode.ENDED, ending.exitCode());
        assertTrue(ending.words().contains("PROTOCOL_VIOLATION"), ending.words());
    }

    @ParameterizedTest
    @CsvSource({"IdleTimeout, idle timeout", "ConnectionLost, not acknowledged", "StatelessReset, restarted"})
    void lossIsExplained(CloseReason reason, String words) {
        Ending ending = KwikEnding.of(new ConnectionTerminatedEvent(null, reason, false));
        assertEquals(ExitCode.ENDED, ending.exitCode());
        assertTrue(ending.words().contains(words), ending.words());
    }

    @Test
    void ownCloseIsNoError() {
        ConnectionTerminatedEvent own = new ConnectionTerminatedEvent(null, CloseReason.ImmediateClose, false);
        assertEquals(ExitCode.DONE, KwikEnding.of(own).exitCode());
    }

    @Test
    void closeWithoutErrorByOmegaIsAnEnd() {
        ConnectionTerminatedEvent peer = new ConnectionTerminatedEvent(null, CloseReason.ImmediateClose, true);
        assertEquals(ExitCode.ENDED, KwikEnding.of(peer).exitCode());
    }

    private static ConnectionTerminatedEvent closed(Long transportError, Long applicationError, String reason) {
        return new ConnectionTerminatedEvent(
                null, CloseReason.ImmediateClose, true, transportError, applicationError, reason);
    }
}
