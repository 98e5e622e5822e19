package net.tensamin.omega;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged client with certificates that last a minute, while somebody writes to it all the time. */
@Timeout(600)
class RenewalIT {
    private static final long ALICE = 42;
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final int RENEWALS = 3;

    @TempDir
    private Path directory;

    @Test
    void noPushIsLostWhileACertificateOfAMinuteIsRenewedThreeTimes() throws Exception {
        OmegaDeployment.clear();
        Map<String, String> config =
                Map.of("omega.tauri.ping-interval", "PT1S", "omega.enrolment.certificate-validity", LIFE.toString());
        try (OmegaProcess server = OmegaProcess.start(config);
                OmikronClient omikron = OmikronClient.identified()) {
            writeCertificate();
            Process client = start();
            try {
                int sent = writeUntilRenewed(omikron);
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertEquals("7:" + sent, badges(), this::log));
                assertFalse(log().contains("with 202"), this::log);
                assertEquals(200, server.readiness());
                client.getOutputStream().write("quit\n".getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().flush();
                client.waitFor(30, TimeUnit.SECONDS);
            } finally {
                client.destroyForcibly();
            }
        }
    }

    /** How many notices that took. */
    private int writeUntilRenewed(OmikronClient omikron) {
        int[] sent = {0};
        await().atMost(LIFE.multipliedBy(RENEWALS + 2))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    omikron.notice(7, ALICE);
                    sent[0]++;
                    return renewals() >= RENEWALS;
                });
        return sent[0];
    }

    private long renewals() {
        return log().lines()
                .filter(line -> line.contains("certificate renewed"))
                .count();
    }

    private void writeCertificate() {
        Instant now = Instant.now();
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data())
                .certificate("phone")
                .user(ALICE)
                .forClients()
                .validity(now.minus(LIFE), now.plus(LIFE))
                .issue();
        phone.writeChain(directory.resolve("phone.pem"));
        phone.writeKey(directory.resolve("phone.key"));
    }

    /** What is on disk, such as {@code 7:2}. */
    private String badges() {
        return read("badges.json")
                .replaceAll("\\{\"revision\":\\d+,\"badges\":\\[(.*)],\"reads\".*\n", "$1")
                .replaceAll("\\{\"sender_id\":\"(\\d+)\",\"amount\":(\\d+),\"revision\":\\d+},?", "$1:$2 ")
                .strip();
    }

    private String log() {
        return read("client.log");
    }

    private String read(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", System.getProperty("omega.cli")));
        command.addAll(List.of("tauri", "--user", Long.toString(ALICE)));
        command.addAll(List.of("--state", directory.resolve("badges.json").toString()));
        command.addAll(List.of("--cert", directory.resolve("phone.pem").toString()));
        command.addAll(List.of("--url", OmegaDeployment.https().toString()));
        command.addAll(List.of("--port", Integer.toString(OmegaDeployment.quicPort())));
        command.addAll(List.of("--data-dir", OmegaDeployment.data().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("client.log").toFile())
                .start();
    }
}
