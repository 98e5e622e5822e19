package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.configuration.StartFailure;
import net.tensamin.omega.embedded.StoreMark.Words;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;

/** Whether a file of H2 is as new as its mark says. H2 itself opens what a truncated file still has, and writes on. */
final class StoreCheck {
    private static final String CHUNK = "chunk.";
    private static final int BLOCK = 4096;
    private static final String WAY_BACK = "; restore a backup of the folder, or remove the mark to go on with what is"
            + " left, without what was acknowledged since";

    private final FilePath database;
    private final StoreMark mark;

    StoreCheck(FilePath database) {
        this.database = database;
        this.mark = StoreMark.of(database);
    }

    /**
     * Brings the journal's writes into the file, and looks. A file that is in use is left alone.
     *
     * @param readable false if it is encrypted, and only whether it is empty can be known
     * @throws StartFailure for one that is damaged, or older than its mark
     */
    void run(boolean readable) throws IOException {
        if (isInUse()) {
            return;
        }
        Optional<Words> marked = mark.read();
        if (marked.isEmpty()) {
            return;
        }
        if (!database.exists() || database.size() == 0) {
            throw refusal("is empty or missing", marked.get());
        }
        if (readable) {
            look(marked.get());
        }
    }

    private boolean isInUse() throws IOException {
        if (!database.exists() && !JournaledPath.journalOf(database).exists()) {
            return false;
        }
        try (FileChannel file = journaled().open("rw");
                FileLock lock = file.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private FilePath journaled() {
        return FilePath.get(JournaledPath.SCHEME + ":" + database);
    }

    private void look(Words marked) {
        long version;
        boolean whole;
        try (MVStore store =
                new MVStore.Builder().fileName(database.toString()).readOnly().open()) {
            version = store.getCurrentVersion();
            whole = isWhole(store.getFileStore());
        } catch (MVStoreException e) {
            throw refusal("is damaged (" + e.getMessage() + ")", marked);
        }
        if (version < marked.version()) {
            throw refusal("is at version " + version, marked);
        }
        if (!whole) {
            throw refusal("is truncated", marked);
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
                .allMatch(chunk -> end(chunk) <= database.size());
    }

    private static long end(Map<String, ?> chunk) {
        return (DataUtils.readHexLong(chunk, "block", 0) + DataUtils.readHexLong(chunk, "len", 0)) * BLOCK;
    }

    private StartFailure refusal(String state, Words marked) {
        return StartFailure.configuration("the embedded database " + database + " " + state + ", although its mark "
                + mark + " is of version " + marked.version() + WAY_BACK);
    }
}
