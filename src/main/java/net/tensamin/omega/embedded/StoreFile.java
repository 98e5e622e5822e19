package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;

/**
 * A file of H2 that nobody has open. H2 2.4.240 does not open every file at its newest version: of one that was closed it checks the places of the last 20
 * chunks, empty ones too, and where the close has put another chunk into such a place it takes an older version that is whole; of one that was not
 * closed it takes the first whole one that it meets. Only a search of the whole file, which H2 has for repairs, finds the newest.
 */
final class StoreFile {
    private static final String CHUNK = "chunk.";
    private static final String CLOSED = "clean:1,";
    private static final int BLOCK = 4096;

    /** After so many H2 no longer lists the chunks that were empty before, whose places confuse it. */
    private static final int COMMITS_UNTIL_FORGOTTEN = 4;

    private final FilePath path;
    private final FilePath journaled;

    /**
     * What H2 opens it at.
     *
     * @param newest which version the file itself says that it has
     * @param whole false if parts of that version are past its end
     */
    record Found(long version, long newest, boolean whole) {}

    /** @param journaled the same file, for writing */
    StoreFile(FilePath path, FilePath journaled) {
        this.path = path;
        this.journaled = journaled;
    }

    /** @throws MVStoreException if it is damaged */
    Found opened() {
        return look(new MVStore.Builder());
    }

    /** @throws MVStoreException if it is damaged */
    Found searched() {
        return look(new MVStore.Builder().recoveryMode());
    }

    private Found look(MVStore.Builder builder) {
        try (MVStore store = builder.fileName(path.toString()).readOnly().open()) {
            long newest = DataUtils.readHexLong(store.getStoreHeader(), "version", 0);
            return new Found(store.getCurrentVersion(), newest, isWhole(store.getFileStore()));
        } catch (AssertionError e) { // as H2 says it to a virtual machine with assertions
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "an assertion of H2 fails in {0}", path);
        }
    }

    /**
     * What was closed H2 opens without looking for all its parts. Its length says nothing: a later close may leave a shorter file of the same version, and a cut
     * the mark of the one before.
     */
    private boolean isWhole(FileStore<?> store) {
        return store.getLayoutMap().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(CHUNK))
                .map(entry -> DataUtils.parseMap(entry.getValue()))
                .filter(chunk -> DataUtils.readHexLong(chunk, "livePages", 1) > 0)
                .allMatch(chunk -> end(chunk) <= path.size());
    }

    private static long end(Map<String, ?> chunk) {
        return (DataUtils.readHexLong(chunk, "block", 0) + DataUtils.readHexLong(chunk, "len", 0)) * BLOCK;
    }

    /** H2 says so in both of its heads, which are alike then. */
    boolean wasClosed() throws IOException {
        ByteBuffer heads = ByteBuffer.allocate(2 * BLOCK);
        try (FileChannel file = path.open("r")) {
            FileWrite.readFully(file, 0, heads);
        }
        String both = new String(heads.array(), StandardCharsets.ISO_8859_1);
        String first = both.substring(0, BLOCK);
        return first.contains(CLOSED) && both.endsWith(first);
    }

    /**
     * From now on H2 opens it at the newest version, whose content stays as it is.
     *
     * @throws MVStoreException if it is damaged
     */
    void settle() {
        try (MVStore store = new MVStore.Builder()
                .fileName(journaled.toString())
                .recoveryMode()
                .autoCommitDisabled()
                .open()) {
            store.setVersionsToKeep(0);
            store.setRetentionTime(0);
            for (int commit = 0; commit < COMMITS_UNTIL_FORGOTTEN; commit++) {
                store.setStoreVersion(store.getStoreVersion()); // a change, without which there is no commit
                store.commit();
            }
        }
    }
}
