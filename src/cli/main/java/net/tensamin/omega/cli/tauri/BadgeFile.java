package net.tensamin.omega.cli.tauri;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.client.Badges;

/**
 * A user's badges on disk, its owner's only to read. Whenever the program or the machine stops, the file is the one before
 * or the one after a change, whole. One program at a time has it.
 */
final class BadgeFile implements AutoCloseable {
    private final Path file;
    private final long user;
    private final FileChannel lock;
    private Optional<Path> broken = Optional.empty();

    private BadgeFile(Path file, long user, FileChannel lock) {
        this.file = file;
        this.user = user;
        this.lock = lock;
    }

    /** Takes the file, which need not exist yet; its directory must. */
    static BadgeFile open(Path file, long user) {
        Path absolute = file.toAbsolutePath();
        try {
            FileChannel channel = channel(absolute.resolveSibling(absolute.getFileName() + ".lock"));
            Optional<FileLock> lock = lock(channel);
            if (lock.isPresent()) {
                return new BadgeFile(absolute, user, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "Cannot use " + absolute + ": " + e, e);
        }
        throw new Failure(ExitCode.USAGE, "Another program has " + absolute + ". It would not know of our badges.");
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException inThisProgram) {
            return Optional.empty();
        }
    }

    /**
     * What was written last; nothing if there is no file. One that cannot be read is set aside, for Omega can be asked for all
     * that is in it but reads that were not told yet.
     */
    Badges read() {
        if (!Files.exists(file)) {
            return Badges.NONE;
        }
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            JsonObject json = reader.readObject();
            if (!json.getString("user_id", "").equals(Long.toString(user))) {
                throw new Failure(ExitCode.USAGE, file + " has the badges of another user: --state gives another file");
            }
            return Badges.of(json);
        } catch (JsonException | IOException e) {
            setAside();
            return Badges.NONE;
        }
    }

    private void setAside() {
        Path aside = file.resolveSibling(file.getFileName() + ".broken");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            broken = Optional.of(aside);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " can neither be read nor set aside: " + e, e);
        }
    }

    /** Where a file is now that {@link #read} could not read. */
    Optional<Path> broken() {
        return broken;
    }

    /** Returns when the badges would be there after a power cut. */
    void write(Badges badges) {
        JsonObject json = Json.createObjectBuilder(badges.json())
                .add("user_id", Long.toString(user))
                .build();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel out = channel(part)) {
                ByteBuffer bytes = ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
                out.truncate(0);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory();
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be written: " + e, e);
        }
    }

    /** A new name is durable with its directory; where a directory cannot be opened, the system sees to it. */
    private void forceDirectory() throws IOException {
        if (posix(file)) {
            try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static FileChannel channel(Path path) throws IOException {
        FileAttribute<?>[] owners = posix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), owners);
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be given back: " + e, e);
        }
    }
}
