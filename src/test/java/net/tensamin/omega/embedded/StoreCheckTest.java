package net.tensamin.omega.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import net.tensamin.omega.configuration.StartFailure;
import net.tensamin.omega.embedded.StoreFile.Found;
import net.tensamin.omega.embedded.StoreMark.Words;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is older than it was is refused before anything is written to it, and what is only copied is not. */
class StoreCheckTest {
    private static final int CONFIGURATION = 78;
    private static final int BLOCK = 4096;

    @TempDir
    Path directory;

    private Path file;
    private Path mark;
    private EmbeddedDatabase database;

    @BeforeEach
    void fill() throws SQLException {
        file = directory.resolve("omega.mv.db");
        mark = directory.resolve("omega.mv.db.mark");
        database = EmbeddedDatabase.of("jdbc:h2:file:" + directory.resolve("omega"))
                .orElseThrow();
        write(50);
    }

    private void write(int rows) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists filled (id identity, content varchar)");
            connection.setAutoCommit(false);
            for (int i = 0; i < rows; i++) {
                statement.execute("insert into filled (content) values ('" + new Random(i).nextLong() + "')");
                connection.commit();
            }
        }
    }

    private Connection connect() throws SQLException {
        return database.synced(DriverManager.getConnection(database.syncedUrl()));
    }

    private int count() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from filled")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void whatWasClosedIsNotRefusedAndLeavesNoJournal() throws SQLException {
        assertTrue(Files.exists(mark));
        assertFalse(Files.exists(directory.resolve("omega.mv.db.journal")));
        database.check(true);
        assertEquals(50, count());
    }

    @Test
    void olderFileIsRefusedAndNamedWithTheWayBack() throws Exception {
        Files.copy(file, directory.resolve("old"));
        write(50);
        Files.move(directory.resolve("old"), file, StandardCopyOption.REPLACE_EXISTING);
        assertRefused("is at version ");

        Files.delete(mark);
        database.check(true);
        assertEquals(50, count());
    }

    /** The place of a chunk that is empty now may have another, or nothing. */
    @Test
    void fileThatH2OpensAtAnOlderVersionIsOpenedAtItsNewest() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        int block = emptyChunk();
        Arrays.fill(bytes, block * BLOCK, (block + 1) * BLOCK, (byte) 0);
        Files.write(file, bytes);
        long newest =
                StoreMark.of(FilePath.get(file.toString())).read().orElseThrow().version();
        assertTrue(opened().version() < newest, "this H2 needs no help");

        database.check(true);
        assertTrue(opened().version() >= newest);
        assertEquals(50, count());
    }

    private int emptyChunk() {
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            return store.getFileStore().getLayoutMap().entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("chunk."))
                    .map(entry -> DataUtils.parseMap(entry.getValue()))
                    .filter(chunk -> DataUtils.readHexLong(chunk, "livePages", 1) == 0)
                    .mapToInt(chunk -> (int) DataUtils.readHexLong(chunk, "block", 0))
                    .max()
                    .orElseThrow();
        }
    }

    private Found opened() {
        FilePath path = FilePath.get(file.toString());
        return new StoreFile(path, path).opened();
    }

    @Test
    void truncatedFileIsRefused() throws Exception {
        write(2_000);
        truncate(Files.size(file) * 6 / 10);
        assertRefused("is ");
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        truncate(0);
        assertRefused("is empty or missing");
    }

    @Test
    void missingFileIsRefused() throws IOException {
        Files.delete(file);
        assertRefused("is empty or missing");
    }

    @Test
    void damagedFileIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        new Random(1).nextBytes(bytes);
        Files.write(file, bytes);
        assertRefused("is damaged");
    }

    @Test
    void copyOfTheFolderIsNotRefused() throws Exception {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Files.copy(file, copy.resolve("omega.mv.db"));
        Files.copy(mark, copy.resolve("omega.mv.db.mark"));
        database = EmbeddedDatabase.of("jdbc:h2:" + copy.resolve("omega")).orElseThrow();
        database.check(true);
        assertEquals(50, count());
    }

    /** H2 gives up room that is long free when it is closed, also if nothing was written since the last time. */
    @Test
    void markOfALongerFileOfTheSameVersionRefusesNothing() throws Exception {
        StoreMark older = StoreMark.of(FilePath.get(file.toString()));
        Words words = older.read().orElseThrow();
        older.write(new Words(words.version(), words.length() + 4096));
        older.close();
        database.check(true);
        assertEquals(50, count());
    }

    @Test
    void everyTruncationOfAClosedFileIsRefusedOrLosesNothing() throws Exception {
        write(200);
        byte[] whole = Files.readAllBytes(file);
        for (long size = 0; size < whole.length; size += 4096) {
            Files.write(file, whole);
            Files.deleteIfExists(directory.resolve("omega.mv.db.journal"));
            truncate(size);
            byte[] before = Files.readAllBytes(mark);
            try {
                database.check(true);
            } catch (StartFailure refused) {
                continue;
            }
            assertEquals(250, count(), "truncated to " + size);
            Files.write(mark, before);
        }
    }

    @Test
    void markThatIsNotWholeSaysNothing() throws Exception {
        Files.writeString(mark, "version 999999999, length 0, checksum 00000000");
        database.check(true);
        assertEquals(50, count());
    }

    @Test
    void commitThatWouldNotBeOnTheDiskIsRefused() {
        EmbeddedDatabase delayed =
                EmbeddedDatabase.of("jdbc:h2:/tmp/omega;WRITE_DELAY=100").orElseThrow();
        assertThrows(IllegalArgumentException.class, delayed::syncedUrl);
    }

    private void assertRefused(String words) throws IOException {
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        StartFailure failure = assertThrows(StartFailure.class, () -> database.check(true));
        assertEquals(CONFIGURATION, failure.exitCode());
        assertTrue(failure.getMessage().contains("omega.mv.db " + words), failure.getMessage());
        assertTrue(failure.getMessage().contains("mark " + mark), failure.getMessage());
        assertTrue(failure.getMessage().contains("; restore a backup of the folder, or remove the mark"));
        assertTrue(Arrays.equals(before, Files.exists(file) ? Files.readAllBytes(file) : new byte[0]));
    }

    private void truncate(long size) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size);
        }
    }
}
