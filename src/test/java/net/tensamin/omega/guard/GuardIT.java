package net.tensamin.omega.guard;

import static net.tensamin.omega.testing.RawClient.HOST;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.RawClient;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers send to the HTTPS port costs them more than the server, and others are served meanwhile. */
@ArquillianTest
@Timeout(180)
class GuardIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROFILE = "GET /api/get/user/42 HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String HEALTH = "GET /health/live HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String CODES =
            "POST /api/operations/devices/codes HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\n";
    private static final String ENROL = "POST /.well-known/est/simpleenroll HTTP/1.1\r\n" + HOST
            + "Content-Type: application/pkcs10\r\nAuthorization: Basic NDI6eHh4eA==\r\n";

    private final List<RawClient> attackers = new ArrayList<>();

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of(
                "omega.https.requests-per-source",
                "100000/PT10S",
                "omega.https.handshakes-per-source",
                "100000/PT10S"));
    }

    @AfterEach
    void attackersGo() throws IOException {
        for (RawClient attacker : attackers) {
            attacker.close();
        }
    }

    private RawClient attacker(RawClient client) {
        attackers.add(client);
        return client;
    }

    private RawClient stranger() throws Exception {
        return attacker(RawClient.tls(OmegaTls.anonymous()));
    }

    private RawClient operator() throws Exception {
        return attacker(RawClient.tls(OmegaTls.demo("operator")));
    }

    private void assertOthersAreServed() throws Exception {
        assertEquals(200, stranger().send(HEALTH).status());
        assertEquals(200, stranger().send(PROFILE).status());
    }

    @Test
    void bodyOfAStrangerIsNotParsedHoweverLargeItIs() throws Exception {
        RawClient stranger = stranger().send(CODES + "Content-Length: 60000000\r\n\r\n[");
        assertEquals(401, stranger.status());
        assertTrue(stranger.ends());

        RawClient chunked = stranger().send(CODES + "Transfer-Encoding: chunked\r\n\r\n");
        chunked.send("8\r\n{\"a\":1},\r\n".repeat(9_000));
        assertEquals(401, chunked.status());
        assertOthersAreServed();
    }

    @Test
    void smallBodyOfAStrangerIsDiscardedAndItsConnectionGoesOn() throws Exception {
        RawClient stranger = stranger();
        String brackets = "[".repeat(60_000);
        assertEquals(
                401,
                stranger.send(CODES + "Content-Length: 60000\r\n\r\n" + brackets)
                        .status());
        assertEquals(200, stranger.send(PROFILE).status());
    }

    @Test
    void bodyOfAnOperatorIsReadAsFarAsItMayGo() throws Exception {
        RawClient operator = operator();
        assertEquals(
                400,
                operator.send(CODES + "Content-Length: 60000\r\n\r\n" + "[".repeat(60_000))
                        .status());
        operator = operator(); // Payara ends a connection after 400
        String body = "{\"user_id\":\"42\"}";
        assertEquals(
                200,
                operator.send(CODES + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .status());
        String chunks = "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"user_i\r\n8\r\nd\":\"42\"}\r\n0\r\n\r\n";
        assertEquals(200, operator.send(CODES + chunks).status());
        assertEquals(413, operator.send(CODES + "Content-Length: 65537\r\n\r\n").status());
        assertTrue(operator.ends());
    }

    @Test
    void onlyAClientThatMayIsAskedForItsBody() throws Exception {
        String body = "{\"user_id\":\"42\"}";
        String head = CODES + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n";
        RawClient stranger = stranger();
        assertEquals(401, stranger.send(head).status());
        RawClient operator = operator();
        assertEquals(100, operator.send(head).status());
        assertEquals(200, operator.send(body).status());
    }

    @Test
    void smallBodyThatNobodyExpectsIsDiscarded() throws Exception {
        RawClient operator = operator();
        String body = HOST + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        assertEquals(
                200, operator.send("GET /api/get/user/42 HTTP/1.1\r\n" + body).status());
        assertEquals(
                200,
                operator.send("DELETE /api/delete/notifications/42/7 HTTP/1.1\r\n" + body)
                        .status());
        assertEquals(200, operator.send(PROFILE).status());
    }

    @Test
    void bodiesThatDripEndAndHoldNobodyUp() throws Exception {
        List<RawClient> drips = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            drips.add(stranger().send(ENROL + "Content-Length: 16000\r\n\r\nM"));
        }
        assertOthersAreServed();
        for (RawClient drip : drips) {
            assertEquals(408, drip.status());
            assertTrue(drip.ends());
        }
    }

    @Test
    void headersThatDripEnd() throws Exception {
        RawClient drip = stranger().send("GET / HT");
        assertEquals(408, drip.status());
        assertTrue(drip.ends());
    }

    @Test
    void handshakesThatDripOrStallEnd() throws Exception {
        RawClient dripping = attacker(RawClient.tcp("127.0.0.1"));
        List<RawClient> idle = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            idle.add(attacker(RawClient.tcp("127.0.0." + (2 + i % 8))));
        }
        AtomicInteger records = new AtomicInteger();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            try {
                // a record of one byte of a ClientHello of 16 KB
                int sent = records.getAndIncrement();
                byte octet = (byte) (sent == 0 ? 1 : sent == 2 ? 0x40 : 0);
                dripping.send(new byte[] {22, 3, 1, 0, 1, octet});
                return false;
            } catch (IOException ended) {
                return true;
            }
        });
        assertTrue(records.get() > 10, records + " records were taken");
        for (RawClient each : idle) {
            assertTrue(each.ends());
        }
        assertOthersAreServed();
    }

    @Test
    void clientThatChangesItsKeysAndSaysNothingEnds() throws Exception {
        RawClient stranger = stranger();
        assertEquals("TLSv1.3", stranger.tls().getSession().getProtocol());
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            try {
                for (int i = 0; i < 100; i++) {
                    stranger.tls().startHandshake(); // a KeyUpdate in TLS 1.3
                }
                return false;
            } catch (IOException ended) {
                return true;
            }
        });
        assertOthersAreServed();
    }

    @Test
    void pipelineThatIsNotReadStops() throws Exception {
        for (int i = 0; i < 40; i++) {
            stranger().send(("GET /docs/openapi.js HTTP/1.1\r\n" + HOST + "\r\n").repeat(20));
        }
        assertOthersAreServed();
        for (RawClient attacker : List.copyOf(attackers).subList(0, 40)) {
            assertTrue(attacker.ends());
        }
    }

    @Test
    void pipelineThatIsReadIsAnsweredInItsOrder() throws Exception {
        RawClient stranger = stranger();
        stranger.send((PROFILE + "GET /nothing HTTP/1.1\r\n" + HOST + "\r\n").repeat(20));
        for (int i = 0; i < 20; i++) {
            assertEquals(200, stranger.status());
            assertEquals(404, stranger.status());
        }
    }

    @Test
    void othersComeInWhenStrangersHaveAllThatTheyMay() throws Exception {
        try (OmikronClient link = OmikronClient.identified()) {
            for (int i = 0; i < 2_600; i++) {
                attacker(RawClient.tcp("127.0.0." + (2 + i % 8)));
            }
            for (int i = 0; i < 100; i++) {
                try (RawClient device = RawClient.tls(OmegaTls.demo("user-42"))) {
                    assertEquals(200, device.send(PROFILE).status());
                }
            }
            link.iotaConnected(1001);
            link.iotaDisconnected(1001);
        }
    }

    static Stream<Arguments> malformed() {
        String chunked = "POST /api/get/user/42 HTTP/1.1\r\n" + HOST + "Transfer-Encoding: ";
        String body = "\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
        return Stream.of(
                Arguments.of("length and chunks", chunked + "chunked\r\nContent-Length: 2" + body),
                Arguments.of("an unknown coding", chunked + "xchunked" + body),
                Arguments.of("chunked, not last", chunked + "chunked, identity" + body),
                Arguments.of("chunks in HTTP/1.0", chunked.replace("1.1", "1.0") + "chunked" + body),
                Arguments.of("two Hosts", "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n"),
                Arguments.of("a link with a body", link("Content-Length: 5\r\n") + "hello"),
                Arguments.of("a link with chunks", link("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n0\r\n\r\n"),
                Arguments.of("a link with two keys", link("Sec-WebSocket-Key: BBBBBBBBBBBBBBBBBBBBBB==\r\n")),
                Arguments.of("empty lines", "\r\n".repeat(9)),
                Arguments.of("a port that is none", "GET /api/get/user/42 HTTP/1.1\r\nHost: a:x\r\n\r\n"),
                Arguments.of("no name", "GET /api/get/user/42 HTTP/1.1\r\nHost: :24188\r\n\r\n"),
                Arguments.of("an empty Host", "GET /api/get/user/42 HTTP/1.1\r\nHost:\r\n\r\n"),
                Arguments.of("a query for a Host", "GET /docs HTTP/1.1\r\nHost: a?b\r\n\r\n"),
                Arguments.of("a user", "GET http://user:pw@localhost/api/get/user/42 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("another scheme", "GET ftp://localhost/health HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("LF in a size", chunked + "chunked\r\n\r\n2\nhi\r\n0\r\n\r\n"),
                Arguments.of("LF after a chunk", chunked + "chunked\r\n\r\n2\r\nhi\n0\r\n\r\n"));
    }

    private static String link(String more) {
        return "GET /ws/omikron HTTP/1.1\r\n" + HOST + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + more + "\r\n";
    }

    @Test
    void linkOfAnotherVersionIsToldWhichOneThereIs() throws Exception {
        String other = link("").replace("13", "99");
        for (String request : List.of(other, other.replace("99", "13, 99"), link("Sec-WebSocket-Version: 99\r\n"))) {
            RawClient stranger = stranger().send(request);
            String head = stranger.head();
            assertTrue(head.startsWith("HTTP/1.1 426 "), head);
            assertTrue(head.contains("\r\nSec-WebSocket-Version: 13\r\n"), head);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatRfc9112DoesNotAllowIsRefusedAndTheConnectionEnds(String what, String request) throws Exception {
        RawClient stranger = stranger().send(request);
        assertEquals(400, stranger.status());
        assertTrue(stranger.ends());
    }
}
