package net.tensamin.omega.operations.audit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file of operators' calls, a line each. Opened for each line, so that it may be moved or deleted at any time, and servers
 * may share it. What was written on an earlier day (UTC) is moved to a file of that day. Thread-safe.
 */
final class AuditFile {
    private final Optional<Path> file;
    private final AuditSettings settings;
    private final Clock clock;

    private AuditFile(AuditSettings settings, Clock clock) {
        this.file = settings.file();
        this.settings = settings;
        this.clock = clock;
    }

    static AuditFile of(AuditSettings settings, Clock clock) {
        return new AuditFile(settings, clock);
    }

    /** @throws IOException if nothing can be written there */
    void require() throws IOException {
        write(new byte[0]);
    }

    /** When it returns the line is with the operating system. */
    void append(String line) throws IOException {
        write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void write(byte[] bytes) throws IOException {
        if (file.isEmpty()) {
            // what the server makes of System.out is its log; never closed, as it is everybody's
            OutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
            standardOutput.write(bytes);
            return;
        }
        turn(file.get());
        make(file.get());
        Files.write(file.get(), bytes, StandardOpenOption.APPEND);
    }

    /** For its owner alone: it says who asked about whom. */
    private static void make(Path path) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        Files.createDirectories(path.getParent());
        try {
            Files.createFile(path);
        } catch (FileAlreadyExistsException e) {
            return; // another server was faster
        }
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void turn(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return;
        }
        LocalDate written = LocalDate.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneOffset.UTC);
        Path dated = path.resolveSibling(path.getFileName() + "." + written);
        if (written.isBefore(today()) && !Files.exists(dated)) {
            Files.move(path, dated);
        }
    }

    /** Deletes the files of days that need not be kept any more. */
    synchronized void expire() throws IOException {
        if (file.isEmpty()) {
            return;
        }
        LocalDate oldest = today().minusDays(settings.retention().toDays());
        Path path = file.get();
        List<Path> beside;
        try (Stream<Path> files = Files.list(path.getParent())) {
            beside = files.toList();
        }
        for (Path other : beside) {
            if (day(path, other).filter(day -> day.isBefore(oldest)).isPresent()) {
                Files.delete(other);
            }
        }
    }

    private static Optional<LocalDate> day(Path path, Path other) {
        String name = path.getFileName() + ".";
        String candidate = other.getFileName().toString();
        try {
            return candidate.startsWith(name)
                    ? Optional.of(LocalDate.parse(candidate.substring(name.length()), DateTimeFormatter.ISO_LOCAL_DATE))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
