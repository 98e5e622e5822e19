package net.tensamin.omega.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OmegaDeployment;

/** A file system of a test's own, which can fill up, stand still and give up; Linux, for who may mount one. */
final class Mount implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final int PIECE = 4096;

    private final Path directory;
    private final Path folder;

    private Mount(Path directory) throws IOException {
        this.directory = directory;
        this.folder = Files.createDirectory(directory.resolve("mounted"));
    }

    /** In memory; empty where that is not allowed. */
    static Optional<Mount> tmpfs(int megabytes) throws IOException, InterruptedException {
        Mount mount = new Mount(Files.createTempDirectory("omega-faults-"));
        return mount.mounted("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "omega", mount.folder.toString());
    }

    /** In a file, as on a disk; empty where that is not allowed. */
    static Optional<Mount> ext4(int megabytes) throws IOException, InterruptedException {
        Mount mount = new Mount(Files.createTempDirectory("omega-faults-"));
        Path image = mount.directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) megabytes << 20);
        }
        if (run("mkfs.ext4", "-q", "-F", image.toString()) != 0) {
            return mount.gone();
        }
        return mount.mounted("mount", "-o", "loop", image.toString(), mount.folder.toString());
    }

    private Optional<Mount> mounted(String... command) throws IOException, InterruptedException {
        return run(command) == 0 ? Optional.of(this) : gone();
    }

    private Optional<Mount> gone() {
        OmegaDeployment.clear(directory);
        return Optional.empty();
    }

    Path folder() {
        return folder;
    }

    /** To the last byte. */
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(new byte[PIECE]);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Whoever writes or syncs waits. */
    void freeze() throws IOException, InterruptedException {
        require("fsfreeze", "--freeze", folder.toString());
    }

    void thaw() throws IOException, InterruptedException {
        require("fsfreeze", "--unfreeze", folder.toString());
    }

    /** It becomes read-only, as after an error of its disk, also for who has files open. */
    void giveUp() throws IOException, InterruptedException {
        require("mount", "-o", "remount,abort", folder.toString());
    }

    /** Mended and mounted anew, once nobody uses it. */
    void mend() throws IOException, InterruptedException {
        String image = directory.resolve("image").toString();
        require("umount", folder.toString());
        int exit = run("e2fsck", "-fy", image);
        if (exit > 1) { // 1: errors were corrected
            throw new IOException("e2fsck ended with " + exit);
        }
        require("mount", "-o", "loop", image, folder.toString());
    }

    @Override
    public void close() throws IOException {
        try {
            require("umount", "--lazy", folder.toString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        OmegaDeployment.clear(directory);
    }

    private static void require(String... command) throws IOException, InterruptedException {
        int exit = run(command);
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException notInstalled) {
            return -1;
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " does not end");
        }
        return process.exitValue();
    }
}
