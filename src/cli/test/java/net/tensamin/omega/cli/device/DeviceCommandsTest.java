package net.tensamin.omega.cli.device;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.cli.CliRun;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.PlayedOmega;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands print for programs, and their exit codes, against a server that plays Omega's HTTPS. */
@Timeout(60)
class DeviceCommandsTest {
    private static final String DEVICE = "{\"device_id\":\"0a1b\",\"name\":\"phone\",\"cursor\":12}";

    @TempDir
    private Path data;

    private final List<String> asked = new ArrayList<>();
    private final List<Boolean> keyWasThere = new ArrayList<>();
    private PlayedOmega omega;

    @BeforeEach
    void serve() throws Exception {
        omega = PlayedOmega.start(data, this::answer);
    }

    @AfterEach
    void stop() {
        omega.close();
    }

    @Test
    void codeIsPrintedAsJson() {
        assertEquals(
                "{\"user_id\":42,\"code\":\"secret\",\"expires\":\"2026-03-01T13:00:00Z\"}\n",
                done("code", "--user", "42", "--name", "phone"));
        assertEquals(List.of("POST /api/operations/devices/codes {\"user_id\":42,\"name\":\"phone\"}"), asked);
    }

    /** For {@code $(omega-cli device code …)}. */
    @Test
    void codeIsAloneOnTheStandardOutputForScripts() {
        CliRun run = CliRun.of("device", "code", "--user", "42", "--url", omega.url(), "--data-dir", data.toString());

        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        assertEquals("secret" + System.lineSeparator(), run.out());
        assertEquals("for one device of user 42, until 2026-03-01T13:00:00Z" + System.lineSeparator(), run.err());
    }

    @Test
    void devicesArePrintedAsJsonALineEach() {
        assertEquals(DEVICE + "\n" + DEVICE + "\n", done("list", "--user", "42"));
    }

    @Test
    void revocationIsPrintedAsJson() {
        assertEquals("{\"revoked\":\"0a1b\"}\n", done("revoke", "--user", "42", "--device", "0a1b"));
        assertEquals(List.of("DELETE /api/operations/devices/42/0a1b "), asked);
    }

    @Test
    void enrolmentAndRenewalArePrintedAsJson() {
        Path certificate = data.resolve("phone.pem");
        String line = "\\{\"certificate\":\"" + certificate + "\",\"valid_until\":\"[^\"]+Z\"}\n";
        String enrolled = done("enrol", "--user", "42", "--code", "secret", "--cert", certificate.toString());
        assertTrue(enrolled.matches(line), enrolled);
        TestIdentity first = TestIdentity.read(certificate, data.resolve("phone.key"));

        String renewed = done("renew", "--cert", certificate.toString());
        assertTrue(renewed.matches(line), renewed);
        TestIdentity second = TestIdentity.read(certificate, data.resolve("phone.key"));
        assertEquals(first.key(), second.key());
        assertTrue(!first.certificate().equals(second.certificate()));
    }

    @Test
    void theKeyIsOnTheDiskBeforeTheCodeIsUsedAndIsNotLeftWithoutACertificate() {
        String[] enrolment = {
            "enrol",
            "--user",
            "42",
            "--code",
            "secret",
            "--cert",
            data.resolve("phone.pem").toString()
        };
        omega.close();
        CliRun run = run(enrolment);
        assertEquals(ExitCode.NO_ANSWER, run.exitCode(), run.err());
        assertEquals(
                List.of(false, false),
                Stream.of("phone.pem", "phone.key")
                        .map(file -> Files.exists(data.resolve(file)))
                        .toList());

        assertDoesNotThrow(this::serve);
        done(enrolment);
        assertEquals(List.of(true), keyWasThere);
    }

    @ParameterizedTest
    @CsvSource({
        "503, 5, Omega answered 503: not now",
        "403, 5, Omega answered 403: not now",
        "200, 5, Omega's answer is not a JSON object: {",
    })
    void answerThatIsNoSuccessIsAnErrorReply(int status, int exitCode, String words) {
        CliRun run = run("list", "--user", "9" + status);
        assertEquals(exitCode, run.exitCode(), run.err());
        assertTrue(run.err().startsWith(words), run.err());
        assertEquals("", run.out());
    }

    @Test
    void serverOfAnotherAuthorityIsRefused() {
        TestAuthority.named("Other").writePem(data.resolve("pki/ca.pem"));
        CliRun run = run("list", "--user", "42");
        assertEquals(ExitCode.REFUSED, run.exitCode(), run.err());
        assertEquals(List.of(), asked);
    }

    @Test
    void nobodyThereIsNoAnswer() {
        omega.close();
        CliRun run = run("list", "--user", "42");
        assertEquals(ExitCode.NO_ANSWER, run.exitCode(), run.err());
        assertTrue(run.err().contains("nothing listens there"), run.err());
    }

    private String done(String... arguments) {
        CliRun run = run(arguments);
        assertEquals(ExitCode.DONE, run.exitCode(), run.err());
        return run.out();
    }

    private CliRun run(String... arguments) {
        String url = omega.url();
        return CliRun.of(Stream.of(
                        Stream.of("device"),
                        Stream.of(arguments),
                        Stream.of("--json", "--url", url, "--data-dir", data.toString()))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    private void answer(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        String path = call.getRequestURI().getPath();
        int status = 200;
        byte[] answer;
        if (path.startsWith("/.well-known/est/")) {
            keyWasThere.add(Files.exists(data.resolve("phone.key")));
            answer = issued(body);
        } else {
            asked.add(call.getRequestMethod() + " " + path + " " + new String(body, StandardCharsets.UTF_8));
            // A user 9503 gets 503.
            status = path.matches(".*/9\\d{3}") ? Integer.parseInt(path.substring(path.length() - 3)) : 200;
            answer = json(path).getBytes(StandardCharsets.UTF_8);
        }
        call.sendResponseHeaders(status, answer.length);
        call.getResponseBody().write(answer);
        call.close();
    }

    private static String json(String path) {
        if (path.endsWith("/codes")) {
            return "{\"code\":\"secret\",\"expires\":\"2026-03-01T13:00:00Z\"}";
        } else if (path.endsWith("/9200")) {
            return "{";
        } else if (path.matches(".*/9\\d{3}")) {
            return "{\"status\":\"error\",\"message\":\"not now\"}";
        }
        return "{\"status\":\"success\",\"devices\":[" + DEVICE + "," + DEVICE + "]}";
    }

    /** A certificate for the key in this request. */
    private static byte[] issued(byte[] pkcs10) throws IOException {
        try {
            JcaPKCS10CertificationRequest request =
                    new JcaPKCS10CertificationRequest(Base64.getMimeDecoder().decode(pkcs10));
            TestIdentity device = PlayedOmega.AUTHORITY
                    .certificate("phone")
                    .user(42)
                    .keys(new KeyPair(request.getPublicKey(), null))
                    .issue();
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificate(new JcaX509CertificateHolder(device.certificate()));
            byte[] pkcs7 = generator.generate(new CMSAbsentContent()).getEncoded();
            return Base64.getMimeEncoder().encode(pkcs7);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
