package net.tensamin.omega.siege;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OwnThread;

/**
 * Those that an attack must not harm: a device, the Omikron that sends it notices, and somebody who asks for health and metrics, in a {@linkplain
 * BystanderProcess process of their own}. They go on from one attack to the next; the first that is lost or not served within
 * {@link #SERVED} ends them all.
 */
final class Bystander implements AutoCloseable {
    /** Within which anybody has to be served, whatever goes on. */
    static final Duration SERVED = Duration.ofSeconds(30);

    private final Process process;
    private final Times pushes = new Times();
    private final Times probes = new Times();
    private volatile boolean up;
    private volatile String last = "said nothing";

    private Bystander(Process process) {
        this.process = process;
        OwnThread.run(this::hear);
    }

    static Bystander begin() throws IOException {
        Bystander bystander = new Bystander(new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        await("bystanders")
                .atMost(SERVED.multipliedBy(4))
                .until(() -> bystander.up || bystander.harm().isPresent());
        bystander.harm().ifPresent(harm -> {
            throw new IllegalStateException(harm);
        });
        return bystander;
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("omega."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                BystanderProcess.class.getName()));
        return command;
    }

    private void hear() {
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hear(String line) {
        if (line.startsWith(BystanderProcess.PUSH)) {
            pushes.add(Long.parseLong(line.substring(BystanderProcess.PUSH.length())));
        } else if (line.startsWith(BystanderProcess.PROBE)) {
            probes.add(Long.parseLong(line.substring(BystanderProcess.PROBE.length())));
        } else if (line.equals(BystanderProcess.UP)) {
            up = true;
        } else {
            last = line;
        }
    }

    /** How long things took since {@link #forget}. */
    static final class Times {
        private final List<Long> nanos = new ArrayList<>();

        private synchronized void add(long took) {
            nanos.add(took);
        }

        private synchronized void clear() {
            nanos.clear();
        }

        synchronized int count() {
            return nanos.size();
        }

        /** Zero for none. */
        synchronized long millis(double quantile) {
            List<Long> sorted = nanos.stream().sorted().toList();
            int index = (int) Math.ceil(quantile * sorted.size()) - 1;
            return sorted.isEmpty() ? 0 : TimeUnit.NANOSECONDS.toMillis(sorted.get(Math.max(0, index)));
        }
    }

    /** From a notice to its push, its acknowledgement between. */
    Times pushes() {
        return pushes;
    }

    /** Of health and metrics, each time on a new connection. */
    Times probes() {
        return probes;
    }

    void forget() {
        pushes.clear();
        probes.clear();
    }

    /** What has ended one of them; empty while all go on. */
    Optional<Throwable> harm() {
        return process.isAlive() ? Optional.empty() : Optional.of(new AssertionError(last));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
