package net.tensamin.omega.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The WAR as it ships, on a server in a process of its own that a test stops or kills as it likes, and starts again on the
 * same data. It is where {@link OmegaDeployment} says, for the clients that look there; so not at the same time as one.
 */
public final class OmegaProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);
    private static final List<String> SMALL_AND_SOON_UP =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final String COMPLAINT_OF_CDI = "WELD-0";
    private final Process process;
    private final Path log;
    private final long loggedBefore;
    private final Place place;

    /** @param loggedBefore bytes */
    private OmegaProcess(Process process, Path log, long loggedBefore, Place place) {
        this.process = process;
        this.log = log;
        this.loggedBefore = loggedBefore;
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

    /** Of another version, somewhere else. */
    static OmegaProcess start(Release release, Place place, Map<String, String> config) throws IOException {
        return start(place, command(release, place, config, SMALL_AND_SOON_UP));
    }

    /** With options of the Java virtual machine, somewhere else. */
    public static OmegaProcess start(Place place, Map<String, String> config, List<String> jvm) throws IOException {
        return start(place, command(Release.current(), place, config, jvm));
    }

    /** That may open so many files, connections included. */
    public static OmegaProcess startWithFiles(int most, Map<String, String> config) throws IOException {
        Place place = Place.alone();
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"));
        command.addAll(command(Release.current(), place, config, SMALL_AND_SOON_UP));
        return start(place, command);
    }

    private static OmegaProcess start(Place place, List<String> command) throws IOException {
        Path log = log();
        long loggedBefore = Files.exists(log) ? Files.size(log) : 0;
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment()
                .put("OMEGA_HTTPS_PORT", Integer.toString(place.httpsPort())); // all that versions before read
        Process process = builder.start();
        OmegaProcess omega = new OmegaProcess(process, log, loggedBefore, place);
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
            throw new IllegalStateException("the server ended with " + process.exitValue() + ", see " + log);
        }
        return omega;
    }

    private static List<String> command(Release release, Place place, Map<String, String> config, List<String> jvm) {
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
        command.addAll(release.options());
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

    /** How many files and sockets it has open, on Linux. */
    public int descriptors() throws IOException {
        return count("fd");
    }

    /** How many threads it has, on Linux. */
    public int threads() throws IOException {
        return count("task");
    }

    private int count(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(process.pid()), folder))) {
            return (int) entries.count();
        }
    }

    /** It stands still, as a virtual machine that is paused. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        run("kill", signal, Long.toString(process.pid()));
    }

    /** From now on it may have so many files and sockets open; it keeps those that it has. On Linux. */
    public void limitDescriptors(int most) throws IOException, InterruptedException {
        run("prlimit", "--pid", Long.toString(process.pid()), "--nofile=" + most + ":");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit);
        }
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

    /** As {@link #kill}; then fails if CDI has complained of a request that did not end as it began. */
    @Override
    public void close() {
        kill();
        List<String> complaints;
        try (InputStream logged = Files.newInputStream(log)) {
            logged.skipNBytes(loggedBefore);
            complaints = new BufferedReader(new InputStreamReader(logged, UTF_8))
                    .lines()
                    .filter(line -> line.contains(COMPLAINT_OF_CDI))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError("see " + log + ": " + complaints);
        }
    }
}
