package net.tensamin.omega.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** New files for what is nobody's but their owner's, from the first byte on. */
public final class SecretFile {
    private SecretFile() {}

    /** @throws Failure if there is such a file, or it cannot be made */
    public static BufferedWriter create(Path file) {
        try {
            Files.createFile(file, ownersOnly(file));
            return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.USAGE, file + " exists and would be overwritten", e);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    public static Failure unwritable(Path file, IOException why) {
        return new Failure(ExitCode.USAGE, file + " cannot be written: " + why, why);
    }

    private static FileAttribute<?>[] ownersOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
