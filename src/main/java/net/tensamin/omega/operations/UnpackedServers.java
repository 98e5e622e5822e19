package net.tensamin.omega.operations;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.threads.BlockingThreads;

/**
 * Payara Micro unpacks itself at each start, and one that is killed leaves that behind. A server holds a lock in its
 * folder for as long as it lives; the next one removes the folders of servers that are thus proven dead. A folder
 * without a lock file may be anybody's, and stays.
 */
@ApplicationScoped
class UnpackedServers {
    static final String LOCK = "omega.lock";

    private static final Logger LOG = System.getLogger(UnpackedServers.class.getName());
    private static final String FOLDERS = "payaramicro-rt*";

    private final BlockingThreads threads;
    private Optional<FileChannel> held = Optional.empty();

    /** For the client proxy. */
    UnpackedServers() {
        this(null);
    }

    @Inject
    UnpackedServers(BlockingThreads threads) {
        this.threads = threads;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        Path own = Path.of(System.getProperty("com.sun.aas.instanceRoot", ""));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (!temporary.equals(own.getParent())) {
            return; // it is where somebody wanted it
        }
        try {
            held = Optional.of(hold(own));
            threads.execute(() -> removeDead(temporary, own));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "What this server unpacked will stay if it is killed", e);
        }
    }

    /** Locked before it has its name: one that can be found and is not held is of a dead server. */
    static FileChannel hold(Path folder) throws IOException {
        Path unnamed = folder.resolve(LOCK + ".new");
        FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        Files.move(unnamed, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
        return channel;
    }

    @PreDestroy
    void stop() {
        held.ifPresent(UnpackedServers::letGo);
    }

    private static void letGo(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The process lets it go when it ends", e);
        }
    }

    static void removeDead(Path temporary, Path own) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, FOLDERS)) {
            for (Path folder : folders) {
                if (!folder.equals(own) && isOfADeadServer(folder)) {
                    remove(folder);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "What killed servers unpacked stays", e);
        }
    }

    private static boolean isOfADeadServer(Path folder) throws IOException {
        Path lock = folder.resolve(LOCK);
        if (!Files.isWritable(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        }
    }

    private static void remove(Path folder) throws IOException {
        LOG.log(Level.INFO, "Removing {0}, which a server that was killed has left", folder);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
