package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPageTest {
    private static final String LIVE = "GET /api/operations/live";
    private static final Map<String, String> OF_THE_PAGE =
            Map.of("Host", "localhost:9188", "Sec-Fetch-Site", "same-origin", "Referer", "https://localhost:9188/");

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
                "GET /api/operations/devices/42",
                "GET /api/operations/devices/codes",
                "POST /api/operations/devices/42/5f3a/disconnect",
                "DELETE /api/operations/devices/42/5f3a"
            })
    void thePageMayDoWhatItDoes(String call) {
        assertTrue(page(call, "127.0.0.1", OF_THE_PAGE).calls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/operations/devices/codes",
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
        assertFalse(page(call, "127.0.0.1", OF_THE_PAGE).calls());
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
        assertEquals(may, page(LIVE, peer, OF_THE_PAGE).calls());
    }

    /** A header that is {@code -} is not there. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Host, 127.0.0.1:9188, true",
        "Host, '[::1]:9188', true",
        "Host, localhost, true",
        "Host, omega.example, false",
        "Host, localhost.evil.example:9188, false",
        "Host, evil.example@localhost:9188, true", // names this machine, and no browser sends it
        "Host, 'local host', false",
        "Host, -, false",
        "Referer, -, false",
        "Referer, https://omega.example/, false",
        "Referer, 'https://localhost .example/', false",
        "Referer, '', false",
        "Origin, https://localhost:9188, true",
        "Origin, https://evil.example, false",
        "Origin, null, false",
        "Sec-Fetch-Site, -, false",
        "Sec-Fetch-Site, none, false",
        "Sec-Fetch-Site, same-site, false",
        "Sec-Fetch-Site, cross-site, false",
        "Forwarded, for=192.0.2.1, false",
        "Via, 1.1 proxy, false",
        "X-Forwarded-For, 192.0.2.1, false",
        "X-Forwarded-Host, omega.example, false",
        "X-Forwarded-Proto, https, false",
        "X-Real-IP, 192.0.2.1, false"
    })
    void fromThePageItselfAndThroughNoProxy(String header, String value, boolean may) {
        Map<String, String> headers = new HashMap<>(OF_THE_PAGE);
        headers.put(header, value);
        headers.values().remove("-");

        assertEquals(may, page(LIVE, "127.0.0.1", headers).calls());
    }

    @Test
    void aProxyOnThisMachineThatHidesIsGivenAwayByThePageThatTheBrowserNames() {
        Map<String, String> headers =
                Map.of("Host", "localhost:9188", "Sec-Fetch-Site", "same-origin", "Referer", "https://omega.example/");

        assertFalse(page(LIVE, "127.0.0.1", headers).calls());
    }

    private static DemoPage page(String call, String peer, Map<String, String> headers) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return new DemoPage(call, peer, anyCase::get);
    }
}
