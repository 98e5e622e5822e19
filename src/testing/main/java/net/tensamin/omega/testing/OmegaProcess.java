package net.tensamin.omega.testing;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The WAR as it ships, on a server in a process of its own that a test stops or kills as it likes, and starts again on the
 * same data. It is where {@link OmegaDeployment} says, for the clients that look there; so not at the same time as one.
 */
public final class OmegaProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);
    private static final List<String> SMALL_AND_SOON_UP =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private final Process process;
    private final Path log;
    private final Place place;

    private OmegaProcess(Process process, Path log, Place place) {
        this.process = process;
        this.log = log;
        this.place = place;
    }

    /**
     * Where a server listens, on loopback.
     *
     * @param grid options that connect it to others, or keep it alone
     */
    public record Place(int httpsPort, int quicPort, List<String> grid) {
        static Place alone() {
            return new Place(OmegaDeployment.https().getPort(), OmegaDeployment.quicPort(), List.of("--nohazelcast"));
        }

        public URI https() {
            return URI.create("https://localhost:" + httpsPort + "/");
        }
    }

    /**
     * Returns when the server is ready.
     *
     * @param config keys of MicroProfile Config that differ from their defaults
     */
    public static OmegaProcess start(Map<String, String> config) throws IOException {
        return start(config, SMALL_AND_SOON_UP);
    }

    /** @param jvm options of the Java virtual machine */
    public static OmegaProcess start(Map<String, String> config, List<String> jvm) throws IOException {
        return start(Place.alone(), config, jvm);
    }

    /** Somewhere else than {@link OmegaDeployment} says, with the same data. */
    public static OmegaProcess start(Place place, Map<String, String> config) throws IOException {
        return start(place, config, SMALL_AND_SOON_UP);
    }

    /** With options of the Java virtual machine, somewhere else. */
    public static OmegaProcess start(Place place, Map<String, String> config, List<String> jvm) throws IOException {
        Path log = log();
        ProcessBuilder builder = new ProcessBuilder(command(place, config, jvm))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        OmegaProcess omega = new OmegaProcess(process, log, place);
        boolean ready = false;
        try {
            Awaitility.await("the server, whose log is " + log)
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> omega.readiness() == 200 || !process.isAlive());
            ready = process.isAlive();
        } finally {
            if (!ready) {
                omega.kill();
            }
        }
        if (!ready) {
            throw new IllegalStateException("the server ended, see " + log);
        }
        return omega;
    }

    private static List<String> command(Place place, Map<String, String> config, List<String> jvm) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.with(jvm));
        command.addAll(List.of(
                "-Domega.demo=true",
                "-Domega.data-dir=" + OmegaDeployment.data(),
                "-Domega.quic.address=127.0.0.1",
                "-Domega.quic.port=" + place.quicPort(),
                "-Domega.https.address=127.0.0.1",
                "-Domega.https.port=" + place.httpsPort()));
        config.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", System.getProperty("payara.microJar")));
        command.addAll(place.grid());
        command.addAll(List.of("--contextroot", "/"));
        command.addAll(List.of("--domainconfig", System.getProperty("omega.domain")));
        command.addAll(List.of("--logproperties", System.getProperty("omega.logging")));
        command.addAll(List.of("--postdeploycommandfile", System.getProperty("omega.afterDeploy")));
        command.addAll(List.of("--deploy", new File(System.getProperty("omega.war")).getAbsolutePath()));
        return command;
    }

    /** Where all of them log. */
    public static Path log() {
        return Path.of(System.getProperty("omega.data")).resolveSibling("omega-process.log");
    }

    /** The server's process id. */
    public long id() {
        return process.pid();
    }

    /** The status of {@code /health/ready}, 0 if there was no answer. */
    public int readiness() {
        if (!Files.exists(OmegaDeployment.data().resolve("pki/ca.pem"))) {
            return 0;
        }
        HttpRequest request = HttpRequest.newBuilder(place.https().resolve("health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(OmegaTls.anonymous()).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException | GeneralSecurityException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** As a power cut: nothing is tidied up. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
    }

    /** Asks the server to stop, as an operator does. */
    public void terminate() {
        process.destroy();
    }

    public void awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the server has not ended within " + patience + ", see " + log);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
