package net.tensamin.omega.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.tensamin.omega.testing.OmegaDeployment;
import org.awaitility.Awaitility;

/**
 * What the Dockerfile's last stage makes, without a container engine: this machine's system as the base, and over it, in a
 * mount namespace of its own, what {@code COPY} and {@code RUN} put there, with their owners and modes. Only root can.
 */
final class LaidOutImage implements AutoCloseable {
    private static final Duration BUILD = Duration.ofMinutes(6);

    private final Dockerfile dockerfile;
    private final Path directory;
    private final Process holder;

    private LaidOutImage(Dockerfile dockerfile, Path directory, Process holder) {
        this.dockerfile = dockerfile;
        this.directory = directory;
        this.holder = holder;
    }

    /** Whether this machine lets this user make namespaces and overlays. */
    static boolean isPossible() throws IOException, InterruptedException {
        String trial = "mount -t tmpfs none /mnt && mkdir /mnt/u /mnt/w /mnt/m"
                + " && mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/m"
                + " && mount -t proc proc /mnt/m/proc && ip link set lo up && hostname trial"
                + " && chroot /mnt/m setpriv --reuid 4711 --regid 0 --clear-groups curl --version";
        Process process = new ProcessBuilder(
                        "sh", "-c", "exec unshare --mount --net --uts --pid --fork sh -c '" + trial + "'")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    }

    /** @param target where the build stage's {@code /omega/target} is */
    static LaidOutImage build(Path project, Path target) throws IOException {
        Path directory = target.resolve("it-image").toAbsolutePath();
        OmegaDeployment.clear(directory);
        Files.createDirectories(directory.resolve("mnt"));
        Dockerfile dockerfile = Dockerfile.read(project.resolve("Dockerfile"));
        Path script = directory.resolve("build.sh");
        Files.writeString(
                script, buildScript(dockerfile, project.toAbsolutePath(), target.toAbsolutePath(), directory));
        Path log = directory.resolve("build.log");
        Process holder = new ProcessBuilder(
                        "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "sh", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Awaitility.await("the image, see " + log)
                .atMost(BUILD)
                .failFast("the image was not built, see " + log, () -> !holder.isAlive())
                .until(() -> Files.readString(log).endsWith("built\n"));
        return new LaidOutImage(dockerfile, directory, holder);
    }

    private static String buildScript(Dockerfile dockerfile, Path project, Path target, Path directory) {
        List<String> lines = new ArrayList<>();
        lines.add("set -eu; umask 022; mount --make-rprivate /");
        lines.add("M=" + directory.resolve("mnt"));
        lines.add("mount -t tmpfs none $M; mkdir $M/upper $M/work $M/root; R=$M/root");
        lines.add("mount -t overlay overlay -o lowerdir=/,upperdir=$M/upper,workdir=$M/work $R");
        lines.add("mount --rbind /dev $R/dev; mount -t proc proc $R/proc; ip link set lo up;");
        // the packages are this system's
        lines.add("printf '#!/bin/sh\\n' > $R/usr/local/bin/apt-get; chmod 755 $R/usr/local/bin/apt-get");
        String place = "/";
        for (Dockerfile.Instruction one : dockerfile.instructions()) {
            switch (one.name()) {
                case "RUN" -> lines.add(run(place, one.rest()));
                case "WORKDIR" -> {
                    place = one.rest();
                    lines.add("mkdir -p $R" + place);
                }
                case "COPY" -> lines.add(copy(one, place, project, target));
                case "FROM", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT" -> {}
                default -> throw new IllegalStateException("unknown here: " + one);
            }
        }
        lines.add("echo built; exec sleep 1200");
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String run(String place, String command) {
        return "env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin JAVA_HOME=" + javaHome()
                + " chroot $R /bin/sh -ec " + quoted("cd " + place + "; " + command);
    }

    /** As Docker does: modes as they are, owners root's unless it says otherwise. */
    private static String copy(Dockerfile.Instruction copy, String place, Path project, Path target) {
        List<String> words =
                copy.words().stream().filter(word -> !word.startsWith("--")).toList();
        boolean fromBuild = copy.words().contains("--from=build");
        String sources = words.subList(0, words.size() - 1).stream()
                .map(source -> fromBuild
                        ? target.resolve(source.replaceFirst("^/omega/target/", ""))
                        : project.resolve(source))
                .map(Path::toString)
                .collect(Collectors.joining(" "));
        String destination = Path.of(place).resolve(words.get(words.size() - 1)).normalize() + "/";
        return "mkdir -p $R" + destination + "; cp -r --preserve=mode --no-preserve=ownership " + sources + " $R"
                + destination;
    }

    static String javaHome() {
        return System.getProperty("java.home");
    }

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    Dockerfile dockerfile() {
        return dockerfile;
    }

    /** For scripts and logs. */
    Path directory() {
        return directory;
    }

    /** A command's beginning: what follows runs where the image is laid out at {@link #root}. */
    List<String> inside() {
        return List.of("nsenter", "--target", Long.toString(holder.pid()), "--mount");
    }

    String root() {
        return directory.resolve("mnt/root").toString();
    }

    /** Paths of the files that the image has and its base has not. */
    List<String> files() throws IOException, InterruptedException {
        String layer = directory.resolve("mnt/upper").toString();
        List<String> command = new ArrayList<>(inside());
        command.addAll(List.of("find", layer, "-type", "f"));
        Process find = new ProcessBuilder(command).start();
        String found = new String(find.getInputStream().readAllBytes());
        if (find.waitFor() != 0) {
            throw new IOException("find failed: " + found);
        }
        return found.lines().map(line -> line.substring(layer.length())).toList();
    }

    @Override
    public void close() {
        holder.descendants().forEach(ProcessHandle::destroyForcibly);
        holder.destroyForcibly();
    }
}
