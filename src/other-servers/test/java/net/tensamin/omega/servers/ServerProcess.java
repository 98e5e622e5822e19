package net.tensamin.omega.servers;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OmegaDeployment;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** The WAR on another server, in processes of its own, where {@link OmegaDeployment} says. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofMinutes(1);

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** A directory for a server's installation, which is empty. */
    static Path directory(String server) throws IOException {
        Path directory = Path.of(System.getProperty("omega.data"))
                .resolveSibling("it-" + server.toLowerCase(Locale.ROOT))
                .toAbsolutePath();
        OmegaDeployment.clear(directory);
        return Files.createDirectories(directory);
    }

    static ServerProcess start(ApplicationServer server, Path own) throws IOException {
        Map<String, String> environment = new HashMap<>(server.environment(own));
        environment.put(server.optionsVariable(), String.join(" ", options()));
        return start(server.command(server.home(), own), environment, own);
    }

    static ServerProcess start(List<String> command, Map<String, String> environment, Path own) throws IOException {
        Path log = own.resolve("process.log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        return new ServerProcess(builder.start(), log);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    private static List<String> options() {
        return List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Domega.demo=true",
                "-Domega.data-dir=" + OmegaDeployment.data().toAbsolutePath(),
                "-Domega.quic.address=127.0.0.1",
                "-Domega.quic.port=" + OmegaDeployment.quicPort(),
                "-Domega.https.address=127.0.0.1",
                "-Domega.https.port=" + OmegaDeployment.https().getPort());
    }

    /** Returns when this no longer fails. */
    void await(ThrowingRunnable use) {
        Awaitility.await("the server, whose log is " + log)
                .atMost(START)
                .pollInterval(Duration.ofMillis(500))
                .failFast("the server ended, see " + log, () -> !process.isAlive())
                .untilAsserted(() -> {
                    try {
                        use.run();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    /** Asks it to stop, as an operator does. */
    void terminate() {
        process.destroy();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the server has not ended within " + STOP + ", see " + log);
        }
    }

    /** At once, if it still runs: the script that started it, and the server. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
