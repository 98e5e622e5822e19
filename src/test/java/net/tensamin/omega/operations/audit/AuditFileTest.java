package net.tensamin.omega.operations.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void eachCallIsALineOfItsOwnForItsOwnerAlone() throws Exception {
        file(NOON).append("{\"one\":1}");
        file(NOON).append("{\"two\":2}");

        assertEquals(List.of("{\"one\":1}", "{\"two\":2}"), Files.readAllLines(log()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log())));
    }

    @Test
    void whatWasWrittenOnAnEarlierDayIsMovedToAFileOfThatDay() throws Exception {
        written(NOON, "saturday");
        file(NOON.plus(Duration.ofHours(13))).append("sunday");

        assertEquals(List.of("audit.log", "audit.log.2026-11-28"), names());
        assertEquals(List.of("saturday"), Files.readAllLines(directory.resolve("audit.log.2026-11-28")));
        assertEquals(List.of("sunday"), Files.readAllLines(log()));
    }

    @Test
    void nothingIsOverwrittenWhereAnotherServerMovedItAlready() throws Exception {
        Files.writeString(directory.resolve("audit.log.2026-11-28"), "of another\n");
        written(NOON, "saturday");
        file(NOON.plus(Duration.ofDays(1))).append("sunday");

        assertEquals(List.of("of another"), Files.readAllLines(directory.resolve("audit.log.2026-11-28")));
        assertEquals(List.of("saturday", "sunday"), Files.readAllLines(log()));
    }

    @Test
    void daysThatAreTooLongAgoAreDeletedAndNothingElseIs() throws Exception {
        for (String name :
                List.of("audit.log.2026-11-25", "audit.log.2026-11-26", "audit.log.old", "other.2020-01-01")) {
            Files.writeString(directory.resolve(name), "x");
        }
        file(NOON).expire();

        assertEquals(List.of("audit.log.2026-11-26", "audit.log.old", "other.2020-01-01"), names());
    }

    @Test
    void aPlaceThatCannotBeWrittenStopsTheStartAndIsNamed() throws Exception {
        Path noFolder = Files.writeString(directory.resolve("file"), "").resolve("audit.log");
        Exception refused = assertThrows(IllegalArgumentException.class, () -> new AuditCheck()
                .check(TestConfig.of("omega.audit.file", noFolder.toString())));
        assertEquals(
                "omega.audit.file (OMEGA_AUDIT_FILE) must be a file that user " + System.getProperty("user.name")
                        + " can write, not " + noFolder,
                refused.getMessage());
    }

    @Test
    void aHyphenIsTheStandardOutputAndTheDefaultIsInTheDataDirectory() {
        assertEquals(
                Optional.empty(),
                AuditSettings.from(TestConfig.of("omega.audit.file", "-")).file());
        assertEquals(
                Optional.of(directory.resolve("audit.log")),
                AuditSettings.from(new TestConfig(Map.of("omega.data-dir", directory.toString())))
                        .file());
    }

    private void written(Instant at, String line) throws IOException {
        file(at).append(line);
        Files.setLastModifiedTime(log(), FileTime.from(at));
    }

    private AuditFile file(Instant now) {
        AuditSettings settings = new AuditSettings(Optional.of(log()), Duration.ofDays(2));
        return AuditFile.of(settings, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path log() {
        return directory.resolve("audit.log");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
