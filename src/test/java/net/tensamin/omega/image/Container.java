package net.tensamin.omega.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The laid-out image's entry point, run as a container engine runs it: read-only root, no capability, its own processes,
 * network and host name, and nothing of this process's environment.
 */
final class Container implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofSeconds(40);

    private final LaidOutImage image;
    private final Process process;
    private final Path log;

    private Container(LaidOutImage image, Process process, Path log) {
        this.image = image;
        this.process = process;
        this.log = log;
    }

    /**
     * How it is to run.
     *
     * @param groups beside group 0
     * @param mounts lines of a shell script that mount what it gets besides, under {@code $R}
     * @param arguments what follows the entry point
     */
    record Run(
            String name,
            int user,
            List<Integer> groups,
            List<String> mounts,
            Map<String, String> environment,
            List<String> arguments) {}

    static Container start(LaidOutImage image, Run run) throws IOException {
        Path script = image.directory().resolve(run.name() + ".sh");
        Files.writeString(script, script(image, run));
        Path log = image.directory().resolve(run.name() + ".log");
        List<String> command = new ArrayList<>(image.inside());
        command.addAll(List.of("unshare", "--mount", "--net", "--uts", "--pid", "--fork", "--kill-child"));
        command.addAll(List.of("sh", script.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Container(image, process, log);
    }

    private static String script(LaidOutImage image, Run run) {
        String environment = run.environment().entrySet().stream()
                .map(one -> LaidOutImage.quoted(one.getKey() + "=" + one.getValue()))
                .collect(Collectors.joining(" "));
        String groups = run.groups().isEmpty()
                ? "--clear-groups"
                : "--groups " + run.groups().stream().map(Object::toString).collect(Collectors.joining(","));
        String command = "cd " + image.dockerfile().workingDirectory() + " && exec "
                + Stream.concat(image.dockerfile().entrypoint().stream(), run.arguments().stream())
                        .map(LaidOutImage::quoted)
                        .collect(Collectors.joining(" "));
        return String.join(
                "\n",
                "set -eu; R=" + image.root(),
                "hostname nowhere.invalid; ip link set lo up",
                "umount -l $R/proc; mount -t proc proc $R/proc",
                String.join("\n", run.mounts()),
                "mount -o remount,bind,ro $R",
                "exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin JAVA_HOME=" + LaidOutImage.javaHome() + " "
                        + String.join(" ", image.dockerfile().environment()) + " " + environment
                        + " chroot $R setpriv --reuid " + run.user() + " --regid 0 " + groups
                        + " --no-new-privs --bounding-set=-all --inh-caps=-all /bin/sh -c "
                        + LaidOutImage.quoted(command),
                "");
    }

    /** Waits until the image's own health check is content. */
    void awaitHealthy() {
        Awaitility.await("a healthy server, see " + log)
                .atMost(START)
                .pollInterval(Duration.ofMillis(500))
                .failFast("the server ended, see " + log, () -> !process.isAlive())
                .until(() -> exitOf(image.dockerfile().healthCheck()) == 0);
    }

    /** The status of a GET over HTTPS from within. */
    String statusOf(String path) throws IOException, InterruptedException {
        return outputOf("curl -sk -o /dev/null -w '%{http_code}' https://localhost:9188" + path);
    }

    String outputOf(String command) throws IOException, InterruptedException {
        Process run = within(command);
        String output = new String(run.getInputStream().readAllBytes());
        run.waitFor();
        return output;
    }

    private int exitOf(String command) throws IOException, InterruptedException {
        Process run = within(command);
        run.getInputStream().readAllBytes();
        return run.waitFor();
    }

    private Process within(String command) throws IOException {
        String server = process.descendants()
                .reduce((one, next) -> next)
                .map(one -> Long.toString(one.pid()))
                .orElse("0");
        ProcessBuilder builder = new ProcessBuilder(
                "nsenter", "--target", server, "--mount", "--net", "--root", "/bin/sh", "-c", command);
        builder.environment().keySet().removeIf(name -> name.startsWith("OMEGA_"));
        // the shell's complaint that it does not know where it is
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Asks the server to stop, as an engine does. @return its exit code */
    int stop() throws InterruptedException {
        process.descendants().reduce((one, next) -> next).ifPresent(ProcessHandle::destroy);
        return awaitExit(STOP);
    }

    int awaitExit(Duration within) throws InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the server has not ended within " + within + ", see " + log);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
