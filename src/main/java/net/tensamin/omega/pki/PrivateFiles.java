package net.tensamin.omega.pki;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files whole or not at all, with their mode from the first byte on: a key is never readable by others, not even
 * for a moment, and a crash leaves no half key behind.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws Exception;
    }

    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, attribute(directory, OWNER_DIRECTORY));
    }

    public static void writeSecret(Path file, Content content) throws IOException {
        write(file, OWNER_ONLY, content);
    }

    public static void writePublic(Path file, Content content) throws IOException {
        write(file, READABLE, content);
    }

    private static void write(Path file, Set<PosixFilePermission> mode, Content content) throws IOException {
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                content.writeTo(out);
            }
            if (isPosix(part)) {
                Files.setPosixFilePermissions(part, mode);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot write " + file, e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static FileAttribute<?>[] attribute(Path path, Set<PosixFilePermission> mode) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
