package net.tensamin.omega.cli.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.client.Badges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadgeFileTest {
    private static final Badges SOME = Badges.of(
            Json.createReader(new StringReader("{\"badges\":[{\"sender_id\":\"7\",\"amount\":3}],\"reads\":[]}"))
                    .readObject());

    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenIsReadByTheNextProgram() throws IOException {
        try (BadgeFile file = BadgeFile.open(file(), 42)) {
            assertEquals(Badges.NONE, file.read());
            assertEquals(Optional.empty(), file.broken());
            file.write(SOME);
            file.write(SOME);
        }
        try (BadgeFile file = BadgeFile.open(file(), 42)) {
            assertEquals(SOME, file.read());
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void oneProgramAtATimeHasIt() {
        try (BadgeFile first = BadgeFile.open(file(), 42)) {
            Failure second = assertThrows(Failure.class, () -> BadgeFile.open(file(), 42));
            assertTrue(second.getMessage().contains("Another program has"), second.getMessage());
            first.write(SOME);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"user_id\":\"42\"}", "{\"user_id\":\"42\",\"badges\":[{}],\"reads\":[]}"})
    void aBrokenFileIsSetAside(String content) throws IOException {
        Files.writeString(file(), content);
        try (BadgeFile file = BadgeFile.open(file(), 42)) {
            assertEquals(Badges.NONE, file.read());
            assertEquals(Optional.of(directory.resolve("badges.json.broken")), file.broken());
        }
        assertEquals(content, Files.readString(directory.resolve("badges.json.broken")));
        assertFalse(Files.exists(file()));
    }

    @Test
    void aPartThatAKillLeftIsWrittenOver() throws IOException {
        Files.writeString(directory.resolve("badges.json.part"), "x".repeat(10_000));
        try (BadgeFile file = BadgeFile.open(file(), 42)) {
            file.write(SOME);
            assertEquals(SOME, file.read());
        }
    }

    @Test
    void anotherUsersBadgesAreNotTouched() {
        try (BadgeFile file = BadgeFile.open(file(), 42)) {
            file.write(SOME);
        }
        try (BadgeFile file = BadgeFile.open(file(), 7)) {
            assertThrows(Failure.class, file::read);
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsSaid() {
        assertThrows(Failure.class, () -> BadgeFile.open(directory.resolve("no/badges.json"), 42));
    }

    private Path file() {
        return directory.resolve("badges.json");
    }
}
