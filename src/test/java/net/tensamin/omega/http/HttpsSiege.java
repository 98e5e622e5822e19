package net.tensamin.omega.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import org.junit.jupiter.params.provider.Arguments;

/** What HTTPS is offered by clients that do not behave, and what they get. */
final class HttpsSiege {
    private static final String REFUSED = "refused";
    private static final String EMPTY = ", no body";
    private static final int LONG = 20_000;

    private HttpsSiege() {}

    /** By openssl: what it offers, and the cipher suite it gets. */
    static Stream<Arguments> handshakes() {
        return Stream.of(
                arguments("TLS 1.0", REFUSED, List.of("-tls1", "-cipher", "ALL:@SECLEVEL=0")),
                arguments("TLS 1.1", REFUSED, List.of("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")),
                arguments("TLS 1.2, CBC", REFUSED, suites("ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384")),
                arguments("TLS 1.2, no forward secrecy", REFUSED, suites("kRSA")),
                arguments("TLS 1.2, no server certificate", REFUSED, suites("aNULL")),
                arguments("TLS 1.2, no encryption", REFUSED, suites("eNULL")),
                arguments("TLS 1.2, 3DES", REFUSED, suites("3DES")),
                arguments("TLS 1.2, all but AEAD", REFUSED, suites("ALL:eNULL:!AESGCM:!CHACHA20")),
                arguments("TLS 1.2, AES-GCM", "ECDHE-ECDSA-AES128-GCM-SHA256", suites("ECDHE+AES128")),
                arguments("TLS 1.2, ChaCha20", "ECDHE-ECDSA-CHACHA20-POLY1305", suites("ECDHE+CHACHA20")),
                arguments("TLS 1.3", "TLS_AES_256_GCM_SHA384", List.of("-tls1_3")),
                arguments(
                        "TLS 1.3, ChaCha20",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        List.of("-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256")));
    }

    private static List<String> suites(String ciphers) {
        return List.of("-tls1_2", "-cipher", ciphers + ":@SECLEVEL=0");
    }

    /** Returns the suite agreed on, or that there is none. */
    static String handshake(List<String> offer) throws Exception {
        String said = openssl(offer);
        return said.lines()
                .filter(line -> line.startsWith("New, "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(suite -> !suite.equals("(NONE)"))
                .findFirst()
                .orElse(REFUSED);
    }

    /** What openssl's client says of a connection at the end of which it is told nothing more. */
    static String openssl(List<String> offer, String... input) throws Exception {
        Path authority = OmegaDeployment.data().resolve("pki/ca.pem");
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-CAfile", authority.toString()));
        command.addAll(
                List.of("-connect", "localhost:" + OmegaDeployment.https().getPort()));
        command.addAll(offer);
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            client.getOutputStream().write(String.join("", input).getBytes(ISO_8859_1));
            client.getOutputStream().close();
            return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
        } finally {
            client.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** What never reaches Omega, or should not, and the status and the body it gets. */
    static Stream<Arguments> requests() {
        String header = "Host: localhost\r\nConnection: close\r\n";
        return Stream.of(
                arguments("no HTTP", "400 error_bad_request", "garbage\r\n\r\n"),
                arguments("HTTP 9.9", "505 error_version_not_supported", "GET / HTTP/9.9\r\n" + header),
                arguments("a blank in the path", "400 error_bad_request", "GET /a b HTTP/1.1\r\n" + header),
                arguments("no Host", "400 error_bad_request", "GET / HTTP/1.1\r\nConnection: close\r\n"),
                arguments("a NUL", "400" + EMPTY, "GET /%00 HTTP/1.1\r\n" + header),
                arguments("a NUL for a user", "400" + EMPTY, "GET /api/get/user/%00 HTTP/1.1\r\n" + header),
                arguments("bytes that are not UTF-8", "400" + EMPTY, "GET /%ff HTTP/1.1\r\n" + header),
                arguments("half an escape", "400 error_bad_request", "GET /%zz HTTP/1.1\r\n" + header),
                arguments("out of the root", "400" + EMPTY, "GET /../../etc/passwd HTTP/1.1\r\n" + header),
                arguments(
                        "out of the API",
                        "400 error_bad_request",
                        "GET /api/get/user/..%2f..%2f HTTP/1.1\r\n" + header),
                arguments("the deployment", "404 error_not_found", "GET /WEB-INF/web.xml HTTP/1.1\r\n" + header),
                arguments(
                        "a long path", "400 error_bad_request", "GET /" + "x".repeat(LONG) + " HTTP/1.1\r\n" + header),
                arguments(
                        "a long header",
                        "400 error_bad_request",
                        "GET / HTTP/1.1\r\nX: " + "x".repeat(LONG) + "\r\n" + header),
                arguments(
                        "many headers",
                        "400 error_bad_request",
                        "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(200) + header),
                arguments("TRACE", "405" + EMPTY, "TRACE / HTTP/1.1\r\n" + header),
                arguments(
                        "a method of one's own",
                        "405 error_method_not_allowed",
                        "FOO /api/get/user/42 HTTP/1.1\r\n" + header),
                arguments("a proxy's request", "404 error_not_found", "GET https://x/y HTTP/1.1\r\n" + header),
                arguments(
                        "a negative length",
                        "400 error_bad_request",
                        "POST /api/get/user/42 HTTP/1.1\r\nContent-Length: -1\r\n" + header),
                arguments(
                        "two lengths",
                        "400 error_bad_request",
                        "POST /api/get/user/42 HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n" + header),
                arguments(
                        "a length and chunks",
                        "400 error_bad_request",
                        "POST /api/get/user/42 HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"
                                + header
                                + "\r\nzz\r\n"));
    }

    /** The whole answer; the connection is closed by the server, or after five seconds of silence. */
    static String answer(String request) throws Exception {
        var socket = OmegaTls.anonymous()
                .getSocketFactory()
                .createSocket("localhost", OmegaDeployment.https().getPort());
        try (SSLSocket tls = (SSLSocket) socket) {
            tls.setSoTimeout(5_000);
            tls.getOutputStream().write((request + "\r\n").getBytes(ISO_8859_1));
            return read(tls.getInputStream());
        }
    }

    private static String read(InputStream in) {
        StringBuilder answer = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.append((char) next);
            }
        } catch (IOException ended) {
            return answer.toString(); // reset, or silent: what came before is what was answered
        }
        return answer.toString();
    }

    /** Status and name of the error, or that there is no body. */
    static String summary(String answer) {
        if (answer.isEmpty()) {
            return "nothing";
        }
        String status = answer.split(" ")[1];
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        return body.isEmpty() ? status + EMPTY : status + " " + body.replaceAll("(?s).*\"status\":\"(\\w+)\".*", "$1");
    }
}
