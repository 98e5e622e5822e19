package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import net.tensamin.omega.guard.RequestReader.Next;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final String HOST = "Host: x\r\n";
    private static final int MOST = 100;

    private static RequestReader reader(BodyRule rule) {
        return new RequestReader(request -> rule);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    @Test
    void requestGoesOnAsItCame() throws Exception {
        RequestReader reader = reader(BodyRule.UNEXPECTED);
        String sent = "GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept:  */*  \r\nX-Empty:\r\n\r\n";
        assertEquals(Next.REQUEST, reader.read(bytes(sent)));
        Request request = reader.request();
        assertEquals("/a", request.head().path());
        assertEquals("GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nX-Empty: \r\n\r\n", text(request));
    }

    @Test
    void requestMayComeByteByByte() throws Exception {
        RequestReader reader = reader(BodyRule.takes(MOST));
        ByteBuffer all = bytes("POST / HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n1\r\n!\r\n0\r\nT: u\r\n\r\n");
        Next next = Next.MORE;
        while (all.hasRemaining()) {
            assertEquals(Next.MORE, next);
            next = reader.read(bytes(String.valueOf((char) all.get())));
        }
        assertEquals(Next.REQUEST, next);
        assertEquals("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nhi!", text(reader.request()));
    }

    @Test
    void whatFollowsARequestIsLeftForTheNext() throws Exception {
        RequestReader reader = reader(BodyRule.takes(MOST));
        ByteBuffer both =
                bytes("POST /1 HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nhi\r\nGET /2 HTTP/1.0\r\n\r\n");
        assertEquals(Next.REQUEST, reader.read(both));
        assertTrue(text(reader.request()).endsWith("\r\n\r\nhi"));
        assertFalse(reader.isInside());
        assertEquals(Next.REQUEST, reader.read(both));
        assertEquals("GET /2 HTTP/1.0\r\n\r\n", text(reader.request()));
        assertFalse(both.hasRemaining());
    }

    @Test
    void emptyLineBeforeARequestSaysNothing() throws Exception {
        RequestReader reader = reader(BodyRule.UNEXPECTED);
        assertEquals(Next.MORE, reader.read(bytes("\r\n")));
        assertFalse(reader.isInside());
    }

    @Test
    void requestBeginsWithTheSecondEmptyLineAndHasToComeAfterTheEighth() throws Exception {
        RequestReader reader = reader(BodyRule.UNEXPECTED);
        for (int i = 0; i < 2; i++) { // anew after each request
            assertEquals(Next.MORE, reader.read(bytes("\r\n\r\n")));
            assertTrue(reader.isInside());
            assertEquals(Next.REQUEST, reader.read(bytes("\r\n".repeat(6) + "GET / HTTP/1.1\r\n" + HOST + "\r\n")));
            assertEquals("GET / HTTP/1.1\r\nHost: x\r\n\r\n", text(reader.request()));
        }
    }

    @Test
    void bodyThatNobodyReadsIsDiscarded() throws Exception {
        RequestReader reader = reader(BodyRule.UNEXPECTED);
        assertEquals(Next.REQUEST, reader.read(bytes("DELETE / HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{}")));
        Request request = reader.request();
        assertEquals("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", text(request));
        assertArrayEquals(new byte[0], request.body());
    }

    @Test
    void nothingOfABodyIsKeptThatNobodyReads() throws Exception {
        RequestReader reader = reader(BodyRule.refused(401));
        reader.read(bytes("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 60000\r\n\r\n"));
        reader.read(ByteBuffer.allocate(50_000));
        assertEquals(0, reader.kept());
        assertTrue(reader.isInBody());
        assertEquals(401, reader.late());
    }

    @Test
    void clientThatWaitsToBeAskedIsAskedOnceItMay() throws Exception {
        String head = "POST / HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        RequestReader reader = reader(BodyRule.takes(MOST));
        assertEquals(Next.ASK, reader.read(bytes(head)));
        assertEquals(Next.REQUEST, reader.read(bytes("hi")));
        assertFalse(text(reader.request()).contains("Expect"));

        assertEquals(403, status(BodyRule.refused(403), head));
        assertEquals(417, status(BodyRule.UNEXPECTED, head));
    }

    @Test
    void longBodyIsRefusedByWhatItAnnounces() {
        String head = "POST / HTTP/1.1\r\n" + HOST + "Content-Length: ";
        assertEquals(413, status(BodyRule.takes(MOST), head + (MOST + 1) + "\r\n\r\n"));
        assertEquals(401, status(BodyRule.refused(401), head + "60000000\r\n\r\n"));
        assertEquals(413, status(BodyRule.UNEXPECTED, head + "65537\r\n\r\n"));
    }

    @Test
    void longBodyInChunksIsRefusedOnceItIs() throws Exception {
        RequestReader reader = reader(BodyRule.takes(MOST));
        reader.read(bytes("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n64\r\n"));
        reader.read(bytes("x".repeat(MOST) + "\r\n"));
        var refused = assertThrows(MalformedRequestException.class, () -> reader.read(bytes("1\r\nx")));
        assertEquals(413, refused.status());
    }

    @Test
    void chunksOfNothingButExtensionsEnd() {
        RequestReader reader = reader(BodyRule.takes(MOST));
        var refused = assertThrows(MalformedRequestException.class, () -> {
            reader.read(bytes("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"));
            for (int i = 0; i < 1_000; i++) {
                reader.read(bytes("1;" + "y".repeat(200) + "\r\nx\r\n"));
            }
        });
        assertEquals(413, refused.status());
    }

    @Test
    void upgradeIsKnown() throws Exception {
        RequestReader reader = reader(BodyRule.UNEXPECTED);
        reader.read(bytes("GET /omikron HTTP/1.1\r\n" + HOST + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"));
        assertTrue(reader.request().head().isUpgrade());
    }

    static Stream<Arguments> malformed() {
        String chunked = "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: ";
        String body = "\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
        return Stream.of(
                Arguments.of("length and chunks", 400, chunked + "chunked\r\nContent-Length: 2" + body),
                Arguments.of(
                        "two lengths",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\ncontent-length: 2\r\n\r\nhi"),
                Arguments.of("a list of lengths", 400, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 2, 2\r\n\r\nhi"),
                Arguments.of(
                        "a length with a sign", 400, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: +2\r\n\r\nhi"),
                Arguments.of(
                        "a length beyond 64 bits",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of("an unknown coding", 400, chunked + "xchunked" + body),
                Arguments.of("a coding that begins well", 400, chunked + "chunkedx" + body),
                Arguments.of("chunked, not last", 400, chunked + "chunked, identity" + body),
                Arguments.of("chunked twice", 400, chunked + "chunked\r\nTransfer-Encoding: chunked" + body),
                Arguments.of("chunks in HTTP/1.0", 400, chunked.replace("1.1", "1.0") + "chunked" + body),
                Arguments.of("LF in a size", 400, chunked + "chunked\r\n\r\n2\nhi\r\n0\r\n\r\n"),
                Arguments.of("LF after a chunk", 400, chunked + "chunked\r\n\r\n2\r\nhi\n0\r\n\r\n"),
                Arguments.of("LF in an extension", 400, chunked + "chunked\r\n\r\n2;a\nhi\r\n0\r\n\r\n"),
                Arguments.of("LF after the last chunk", 400, chunked + "chunked\r\n\r\n0\n\n"),
                Arguments.of("LF in a trailer", 400, chunked + "chunked\r\n\r\n0\r\na: b\n\r\n"),
                Arguments.of("a chunk without size", 400, chunked + "chunked\r\n\r\n\r\nhi\r\n0\r\n\r\n"),
                Arguments.of("a size with a blank", 400, chunked + "chunked\r\n\r\n 2\r\nhi\r\n0\r\n\r\n"),
                Arguments.of("a size with 0x", 400, chunked + "chunked\r\n\r\n0x2\r\nhi\r\n0\r\n\r\n"),
                Arguments.of("a negative size", 400, chunked + "chunked\r\n\r\n-2\r\nhi\r\n0\r\n\r\n"),
                Arguments.of("a size of 36 bits", 400, chunked + "chunked\r\n\r\n100000000\r\n"),
                Arguments.of("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                Arguments.of("two Hosts", 400, "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
                Arguments.of("two Hosts in HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: x\r\nhost: y\r\n\r\n"),
                Arguments.of("a blank before the colon", 400, "GET / HTTP/1.1\r\nHost : x\r\n\r\n"),
                Arguments.of("a folded line", 400, "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"),
                Arguments.of("a field without name", 400, "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n"),
                Arguments.of("a NUL in a field", 400, "GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n"),
                Arguments.of("LF in the head", 400, "GET / HTTP/1.1\nHost: x\r\n\r\n"),
                Arguments.of("CR in a line", 400, "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n"),
                Arguments.of("two blanks", 400, "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("no version", 400, "GET /\r\nHost: x\r\n\r\n"),
                Arguments.of("garbage", 400, "garbage\r\n\r\n"),
                Arguments.of("HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\n"),
                Arguments.of("a NUL in the target", 400, "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("half an escape", 400, "GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("an escape of no number", 400, "GET /?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("nine empty lines", 400, "\r\n".repeat(9)),
                Arguments.of("a flood of CRs", 400, "\r".repeat(20)),
                Arguments.of("a flood of LFs", 400, "\n".repeat(20)),
                Arguments.of("a link with a body", 400, link("Content-Length: 5\r\n") + "hello"),
                Arguments.of("a link with a length", 400, link("Content-Length: 5\r\n")),
                Arguments.of("a link with chunks", 400, link("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
                Arguments.of(
                        "a link among others with a body",
                        400,
                        link("Upgrade: h2c, WebSocket\r\nContent-Length: 5\r\n").replace("Upgrade: websocket\r\n", "")),
                Arguments.of("a tunnel", 501, "CONNECT localhost:22 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a tunnel to a path", 501, "CONNECT /a HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("another scheme", 400, "GET ftp://localhost/health HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a scheme alone", 400, "GET https: HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a relative target", 400, "GET docs HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a target of backslashes", 400, "GET \\docs HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("many cookies", 400, cookies("a=;".repeat(32))),
                Arguments.of("many cookies by commas", 400, cookies("a=,".repeat(32))),
                Arguments.of(
                        "many cookies in two fields",
                        400,
                        cookies("a=;".repeat(20) + "\r\nCookie: " + "a=;".repeat(20))),
                Arguments.of("a head without end", 400, "GET / HTTP/1.1\r\nA: " + "x".repeat(9_000)),
                Arguments.of("many fields", 400, "GET / HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(101) + "\r\n"));
    }

    private static String link(String more) {
        return "GET /ws/omikron HTTP/1.1\r\n" + HOST + "Upgrade: websocket\r\nConnection: Upgrade\r\n" + more + "\r\n";
    }

    @Test
    void linkMaySayThatItHasNoBody() throws Exception {
        assertEquals(Next.REQUEST, reader(BodyRule.UNEXPECTED).read(bytes(link("Content-Length: 0\r\n"))));
    }

    private static String cookies(String all) {
        return "GET / HTTP/1.1\r\nHost: x\r\nCookie: " + all + "\r\n\r\n";
    }

    @Test
    void fewCookiesAndWholeEscapesGoOn() throws Exception {
        RequestReader reader = reader(BodyRule.UNEXPECTED);
        assertEquals(Next.REQUEST, reader.read(bytes(cookies("a=b; ".repeat(31)).replace("GET /", "GET /%c3%A9"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET|websocket", "GET|foo, websocket", "GET|foo\r\nUpgrade: websocket", "HEAD|websocket"})
    void whateverTheServerMaySwitchToIsAnUpgrade(String request) throws Exception {
        String[] parts = request.split("\\|");
        RequestReader reader = reader(BodyRule.UNEXPECTED);
        reader.read(bytes(parts[0] + " /ws/omikron HTTP/1.1\r\n" + HOST + "Upgrade: " + parts[1]
                + "\r\nConnection: Upgrade\r\n\r\n"));
        assertTrue(reader.request().head().isUpgrade());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "omega.example",
                "LOCALHOST:24188",
                "a_b-c.d",
                "localhost:",
                "localhost:0",
                "localhost:65535",
                "192.0.2.1:443",
                "[::1]",
                "[2001:db8::1]:443",
                "[::ffff:192.0.2.1]"
            })
    void hostsGoOn(String host) throws Exception {
        assertEquals(
                Next.REQUEST, reader(BodyRule.UNEXPECTED).read(bytes("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")));
        String absolute = "GET https://" + host + "/a?b HTTP/1.1\r\nHost: x\r\n\r\n";
        assertEquals(Next.REQUEST, reader(BodyRule.UNEXPECTED).read(bytes(absolute)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":24188",
                "a:x",
                "a:b:c",
                "localhost:-1",
                "localhost:+1",
                "localhost:65536",
                "localhost:99999999999",
                "a b",
                "a/b",
                "a,b",
                "a@b",
                "user:pw@localhost",
                "a?b",
                "a#b",
                "a\\b",
                "a;b",
                "%00",
                "%61",
                "\u00ff\u00fe",
                "[::1",
                "::1",
                "[]",
                "[]:1",
                "[:]",
                "[::1]:x",
                "[::1]x",
                "[::1%25lo]",
                "[1.2.3.4]",
                "[12345::]",
                "[v1.x]",
                "[::1]@x"
            })
    void hostThatIsNoneIsRefused(String host) {
        assertEquals(400, status(BodyRule.UNEXPECTED, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
        assertEquals(400, status(BodyRule.UNEXPECTED, "GET / HTTP/1.0\r\nHost: " + host + "\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":24188",
                "a:x",
                "localhost:-1",
                "localhost:65536",
                "user:pw@localhost",
                "user@localhost",
                "a,b",
                "%00",
                "[::1",
                "[]",
                "[::1]:x",
                "a\\b"
            })
    void targetForAHostThatIsNoneIsRefused(String authority) {
        String head = " HTTP/1.1\r\n" + HOST + "\r\n";
        assertEquals(400, status(BodyRule.UNEXPECTED, "GET http://" + authority + head));
        assertEquals(400, status(BodyRule.UNEXPECTED, "GET HTTPS://" + authority + "/api/get/user/42" + head));
        assertEquals(400, status(BodyRule.UNEXPECTED, "GET https://" + authority + "?a@b" + head));
    }

    @Test
    void targetMayBeOfTheWholeServerForOptionsAlone() throws Exception {
        RequestReader reader = reader(BodyRule.UNEXPECTED);
        assertEquals(Next.REQUEST, reader.read(bytes("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n")));
        assertEquals(400, status(BodyRule.UNEXPECTED, "GET * HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("malformed")
    void whatRfc9112DoesNotAllowIsRefused(String what, int status, String sent) {
        assertEquals(status, status(BodyRule.takes(MOST), sent));
        assertEquals(status, statusByteByByte(sent));
    }

    private static int status(BodyRule rule, String sent) {
        RequestReader reader = reader(rule);
        return assertThrows(MalformedRequestException.class, () -> reader.read(bytes(sent)))
                .status();
    }

    private static int statusByteByByte(String sent) {
        RequestReader reader = reader(BodyRule.takes(MOST));
        return assertThrows(MalformedRequestException.class, () -> {
                    for (char octet : sent.toCharArray()) {
                        reader.read(bytes(String.valueOf(octet)));
                    }
                })
                .status();
    }

    private static String text(Request request) {
        return new String(request.bytes(), ISO_8859_1);
    }
}
