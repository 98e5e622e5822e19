package net.tensamin.omega;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged client that stays, against the real server: killed in the middle, and left alone by a server that stops. */
@Timeout(420)
class TauriCommandIT {
    private static final long ALICE = 42;
    /** Until the first certificate ends; for a machine that is slow to start two programs. */
    private static final Duration LEFT = Duration.ofSeconds(60);

    private static final Map<String, String> CONFIG = Map.of("omega.tauri.ping-interval", "PT1S");

    @TempDir
    private Path directory;

    @Test
    void badgesOnDiskAndTheCertificateAreRightAfterAKillAndAfterARestartOfTheServer() throws Exception {
        OmegaDeployment.clear();
        OmegaProcess server = OmegaProcess.start(CONFIG);
        try {
            X509Certificate old = writeCertificateThatEndsSoon();
            try (OmikronClient omikron = OmikronClient.identified()) {
                Process killed = start("first.log");
                await("the new certificate is used").until(() -> lines("first.log", "identified as user") == 2);
                omikron.notice(7, ALICE);
                omikron.notice(7, ALICE);
                omikron.notice(ALICE, ALICE);
                awaitBadges("7:2 42:1");
                killed.destroyForcibly().waitFor();
                assertEquals("7:2 42:1", badges(), "after kill -9");
                omikron.read(ALICE, 7);
                omikron.notice(ALICE, ALICE);
            }
            Process client = start("second.log");
            try {
                awaitBadges("42:2");
                awaitEndOf(old);
                server.terminate();
                server.awaitEnd(Duration.ofSeconds(60));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> log("second.log").contains("session with 100"));
                server = OmegaProcess.start(CONFIG);
                try (OmikronClient omikron = OmikronClient.identified()) {
                    omikron.read(ALICE, ALICE);
                    omikron.notice(7, ALICE);
                    awaitBadges("7:1");
                }
                say(client, "read 7");
                awaitBadges("");
                say(client, "quit");
                assertTrue(client.waitFor(30, TimeUnit.SECONDS), () -> log("second.log"));
                assertEquals(0, client.exitValue(), () -> log("second.log"));
                assertEquals(
                        2 + lines("second.log", "certificate renewed"),
                        lines("second.log", "identified as user"),
                        () -> log("second.log"));
                assertRenewed(old);
            } finally {
                client.destroyForcibly();
            }
        } finally {
            server.close();
        }
    }

    /** With the last third of its life begun, so that it is to be renewed at once. */
    private X509Certificate writeCertificateThatEndsSoon() {
        Instant now = Instant.now();
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data())
                .certificate("phone")
                .user(ALICE)
                .forClients()
                .validity(now.minus(Duration.ofMinutes(10)), now.plus(LEFT))
                .issue();
        phone.writeChain(certificate());
        phone.writeKey(directory.resolve("phone.key"));
        return phone.certificate();
    }

    /** From then on Omega accepts the new one only. */
    private static void awaitEndOf(X509Certificate old) {
        await("the end of the old certificate")
                .atMost(LEFT.plusSeconds(5))
                .until(() -> old.getNotAfter().toInstant().isBefore(Instant.now()));
    }

    private void assertRenewed(X509Certificate old) {
        X509Certificate renewed =
                TestIdentity.read(certificate(), directory.resolve("phone.key")).certificate();
        assertEquals(old.getPublicKey(), renewed.getPublicKey());
        assertEquals(DeviceId.of(old), DeviceId.of(renewed));
        assertTrue(renewed.getNotAfter().toInstant().isAfter(Instant.now().plus(Duration.ofDays(80))));
        assertTrue((log("first.log") + log("second.log")).contains("certificate renewed, valid until "));
    }

    private static void say(Process client, String line) throws IOException {
        client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    private void awaitBadges(String expected) {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertEquals(expected, badges(), this::logs));
    }

    private String logs() {
        return Stream.of("first.log", "second.log")
                .filter(name -> Files.exists(directory.resolve(name)))
                .map(name -> name + ":\n" + log(name))
                .collect(Collectors.joining("\n"));
    }

    /** What is on disk, such as {@code 7:2 42:1}. */
    private String badges() {
        if (!Files.exists(state())) {
            return "no file";
        }
        String json = read(state());
        assertTrue(json.endsWith("}\n"), json);
        return json.replaceAll("\\{\"revision\":\\d+,\"badges\":\\[(.*)],\"reads\".*\n", "$1")
                .replaceAll("\\{\"sender_id\":\"(\\d+)\",\"amount\":(\\d+),\"revision\":\\d+},?", "$1:$2 ")
                .strip();
    }

    private Path certificate() {
        return directory.resolve("phone.pem");
    }

    private Path state() {
        return directory.resolve("badges.json");
    }

    private String log(String name) {
        return read(directory.resolve(name));
    }

    private long lines(String log, String saying) {
        return Files.exists(directory.resolve(log))
                ? log(log).lines().filter(line -> line.contains(saying)).count()
                : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(String log) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", System.getProperty("omega.cli")));
        command.addAll(List.of("tauri", "--user", Long.toString(ALICE), "--state", state().toString()));
        command.addAll(List.of("--cert", certificate().toString()));
        command.addAll(List.of("--url", OmegaDeployment.https().toString()));
        command.addAll(List.of("--port", Integer.toString(OmegaDeployment.quicPort())));
        command.addAll(List.of("--data-dir", OmegaDeployment.data().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile())
                .start();
    }
}
