package net.tensamin.omega.servers;

import static net.tensamin.omega.testing.RawClient.HOST;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.RawClient;

/**
 * What strangers send that the guard refuses on Payara, where {@code GuardIT} and {@code SiegeIT} assert it, and what another server makes of it. All
 * at once, as each may take as long as a client waits (30 s).
 */
final class GuardRows {
    private static final String CODES =
            "POST /api/operations/devices/codes HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\n";
    private static final String CHUNKED = "POST /api/get/user/42 HTTP/1.1\r\n" + HOST + "Transfer-Encoding: ";
    private static final String BODY = "\r\n\r\n2\r\nhi\r\n0\r\n\r\n";

    private final Map<String, CompletableFuture<String>> rows = new LinkedHashMap<>();

    /** What each row got: a status, 0 for none, and whether the connection was ended. */
    static Map<String, String> run() {
        GuardRows all = new GuardRows();
        all.begin("S1: 60 MB announced to an operator's call", CODES + "Content-Length: 60000000\r\n\r\n[");
        all.begin(
                "S2: 60,000 brackets to an operator's call",
                CODES + "Content-Length: 60000\r\n\r\n" + "[".repeat(60_000));
        all.begin("S5: a body of which a byte comes", CODES + "Content-Length: 16000\r\n\r\nM");
        all.begin("S5: a head that does not end", "GET / HT");
        all.begin("S9: a length and chunks", CHUNKED + "chunked\r\nContent-Length: 2" + BODY);
        all.begin("S9: an unknown coding", CHUNKED + "xchunked" + BODY);
        all.begin("S9: chunked, not last", CHUNKED + "chunked, identity" + BODY);
        all.begin("S9: chunks in HTTP/1.0", CHUNKED.replace("1.1", "1.0") + "chunked" + BODY);
        all.begin("S9: two hosts", "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n");
        all.begin("S9: LF in a size", CHUNKED + "chunked\r\n\r\n2\nhi\r\n0\r\n\r\n");
        all.begin(
                "asked whether a body may come that may not",
                CODES + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        all.begin(
                "S11: GET with a body",
                "GET /api/get/user/42 HTTP/1.1\r\n" + HOST
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        all.rows.put("S12: TCP, and nothing more", OwnThread.supply(GuardRows::idle));
        Map<String, String> got = new LinkedHashMap<>();
        all.rows.forEach((row, result) -> got.put(row, result.join()));
        return got;
    }

    private void begin(String row, String request) {
        rows.put(row, OwnThread.supply(() -> send(request)));
    }

    private static String send(String request) {
        try (RawClient client = RawClient.tls(anonymous())) {
            client.send(request);
            return client.status() + (client.ends() ? ", ended" : ", open after 30 s");
        } catch (IOException ended) {
            return "ended: " + ended.getMessage();
        }
    }

    private static String idle() {
        try (RawClient client = RawClient.tcp("127.0.0.1")) {
            return client.ends() ? "ended" : "open after 30 s";
        } catch (IOException ended) {
            return "ended: " + ended.getMessage();
        }
    }

    private static SSLContext anonymous() throws IOException {
        try {
            return OmegaTls.anonymous();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
