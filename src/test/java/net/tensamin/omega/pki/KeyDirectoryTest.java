package net.tensamin.omega.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDirectoryTest {
    @TempDir
    Path data;

    private Path directory;

    @BeforeEach
    void pki() {
        directory = data.resolve("pki");
    }

    @Test
    void whereNoKeysMayBeMadeTheErrorSaysWhatIsMissing() {
        KeyDirectory production = directory(false);
        FileNotFoundException refused = assertThrows(FileNotFoundException.class, production::makeWhereMissing);
        assertTrue(refused.getMessage().contains("server.p12 and trust.p12 are missing"), refused.getMessage());
        assertFalse(Files.exists(directory));
    }

    @Test
    void halfOfForeignKeyMaterialIsAnErrorAndIsNotOverwritten() throws Exception {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("server.p12"), "foreign");
        KeyDirectory foreign = directory(true);
        FileNotFoundException refused = assertThrows(FileNotFoundException.class, foreign::makeWhereMissing);
        assertTrue(refused.getMessage().contains("trust.p12 is missing"), refused.getMessage());
        assertEquals("foreign", Files.readString(directory.resolve("server.p12")));
    }

    @Test
    void aFirstStartThatWasCutOffIsMadeWhole() throws Exception {
        directory(true).makeWhereMissing();
        Files.delete(directory.resolve("trust.p12"));
        directory(true).makeWhereMissing();
        assertEquals(1, directory(true).read().clientAuthorities().size());
    }

    @Test
    void keysOfAnotherAliasAreAnErrorThatNamesTheAlias() throws Exception {
        directory(true).makeWhereMissing();
        Files.copy(directory.resolve("trust.p12"), directory.resolve("copy.p12"));
        Files.delete(directory.resolve("server.p12"));
        Files.move(directory.resolve("copy.p12"), directory.resolve("server.p12"));
        KeyStoreException refused = assertThrows(KeyStoreException.class, directory(true)::read);
        assertTrue(refused.getMessage().contains("no private key with the alias omega"), refused.getMessage());
    }

    @Test
    void aForeignCaWhereTheDevelopmentCaStandsIsNamedAndMattersOnlyToDevelopment() throws Exception {
        directory(true).makeWhereMissing();
        Files.writeString(directory.resolve("ca.p12"), "foreign");
        KeyStoreException refused = assertThrows(KeyStoreException.class, directory(true)::developmentCa);
        assertTrue(refused.getMessage().startsWith("ca.p12 must be the development CA"), refused.getMessage());
        assertEquals(Optional.empty(), directory(false).developmentCa());
        assertEquals(1, directory(false).read().clientAuthorities().size());
    }

    private KeyDirectory directory(boolean development) {
        return new KeyDirectory(new PkiSettings(
                directory,
                PkiSettings.DEVELOPMENT_PASSWORD,
                development,
                Optional.empty(),
                PkiSettings.DEVELOPMENT_PASSWORD,
                PkiSettings.DEVELOPMENT_PASSWORD));
    }
}
