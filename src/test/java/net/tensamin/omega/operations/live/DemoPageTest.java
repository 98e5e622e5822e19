package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPageTest {
    private static final String LIVE = "GET /api/operations/live";
    private static final String HERE = "127.0.0.1";
    private static final String ITSELF = "same-origin";

    @ParameterizedTest
    @ValueSource(
            strings = {
                LIVE,
                "GET /api/operations/drain",
                "POST /api/operations/drain",
                "GET /api/operations/trace/42",
                "GET /api/operations/audit",
                "GET /api/operations/history",
                "GET /api/operations/server",
                "GET /api/operations/users",
                "GET /api/operations/operators",
                "GET /api/operations/operators/ada/certificates",
                "GET /api/operations/devices/42",
                "GET /api/operations/devices/codes",
                "POST /api/operations/devices/42/5f3a/disconnect",
                "DELETE /api/operations/devices/42/5f3a"
            })
    void thePageMayDoWhatItDoes(String call) {
        assertTrue(new DemoPage(call, HERE, ITSELF, true).calls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/operations/devices/codes",
                "PUT /api/operations/operators/ada",
                "DELETE /api/operations/operators/ada",
                "POST /api/operations/operators/ada/codes",
                "POST /api/operations/devices/42/5f3a",
                "DELETE /api/operations/devices/codes",
                "DELETE /api/operations/devices/42/5f3a/..",
                "GET /api/operations/live/",
                "GET /api/operations/live;x=y",
                "GET /api/get/notifications/42",
                "DELETE /api/delete/notifications/42/7",
                "HEAD /api/operations/live"
            })
    void andNothingElse(String call) {
        assertFalse(new DemoPage(call, HERE, ITSELF, true).calls());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "::1, true",
        "0:0:0:0:0:0:0:1, true",
        "127.0.0.2, false",
        "172.17.0.1, false",
        "192.0.2.1, false",
        "::ffff:192.0.2.1, false",
        "'', false"
    })
    void onThisMachineOnly(String peer, boolean may) {
        assertEquals(may, new DemoPage(LIVE, peer, ITSELF, true).calls());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"none", "same-site", "cross-site", ""})
    void fromThePageItself(String site) {
        assertFalse(new DemoPage(LIVE, HERE, site, true).calls());
    }

    /** Whatever a proxy on this machine says, or does not. */
    @Test
    void withTheTokenOfTheLog() {
        assertFalse(new DemoPage(LIVE, HERE, ITSELF, false).calls());
    }
}
