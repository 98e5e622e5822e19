package net.tensamin.omega.embedded;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.Optional;
import net.tensamin.omega.configuration.StartFailure;
import net.tensamin.omega.embedded.StoreFile.Found;
import net.tensamin.omega.embedded.StoreMark.Words;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;

/** Whether a file of H2 is as new as its mark says. H2 itself opens what a truncated file still has, and writes on. */
final class StoreCheck {
    private static final Logger LOG = System.getLogger(StoreCheck.class.getName());
    private static final String WAY_BACK = "; restore a backup of the folder, or remove the mark to go on with what is"
            + " left, without what was acknowledged since";

    private final FilePath database;
    private final StoreMark mark;
    private final StoreFile file;

    StoreCheck(FilePath database) {
        this.database = database;
        this.mark = StoreMark.of(database);
        this.file = new StoreFile(database, journaled());
    }

    /**
     * Brings the journal's writes into the file, looks, and has H2 open it at its newest version. A file that is in use is left alone, one that is refused
     * stays as it is.
     *
     * @param readable false if it is encrypted, and only whether it is empty can be known
     * @throws StartFailure for one that is damaged, or older than its mark
     */
    void run(boolean readable) throws IOException {
        if (isInUse()) {
            return;
        }
        boolean there = database.exists() && database.size() > 0;
        Optional<Words> marked = mark.read();
        if (!there && marked.isPresent()) {
            throw refusal("is empty or missing", marked);
        }
        if (there && readable) {
            look(marked);
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

    private void look(Optional<Words> marked) throws IOException {
        try {
            Optional<Found> opened = openedAtItsNewest();
            Found found = opened.orElseGet(file::searched);
            long version = marked.map(Words::version).orElse(0L);
            if (found.version() < version) {
                throw refusal("is at version " + found.version(), marked);
            }
            if (!found.whole() && marked.isPresent()) {
                throw refusal("is truncated", marked);
            }
            if (opened.isEmpty() && !opensAt(found)) {
                settle(found, marked);
            }
        } catch (MVStoreException e) {
            if (marked.isPresent()) {
                throw refusal("is damaged (" + e.getMessage() + ")", marked);
            }
            LOG.log(Level.DEBUG, "Without a mark H2 goes on with what it finds", e);
        }
    }

    /** Empty if it has to be searched, which takes about as long as it takes to read all of it. */
    private Optional<Found> openedAtItsNewest() throws IOException {
        return file.wasClosed()
                ? Optional.of(file.opened()).filter(found -> found.version() >= found.newest())
                : Optional.empty();
    }

    private boolean opensAt(Found found) {
        try {
            return file.opened().version() >= found.version();
        } catch (MVStoreException e) { // which the search has not met
            LOG.log(Level.DEBUG, "H2 does not open what a search has found", e);
            return false;
        }
    }

    private void settle(Found found, Optional<Words> marked) {
        file.settle();
        if (!opensAt(found)) {
            throw refusal("is not opened at version " + found.version() + ", which it has", marked);
        }
        LOG.log(
                Level.INFO,
                () -> "The embedded database is at version " + found.version() + ", which it had to be searched for");
    }

    private StartFailure refusal(String state, Optional<Words> marked) {
        String words = "the embedded database " + database + " " + state;
        return StartFailure.configuration(marked.map(
                        newer -> words + ", although its mark " + mark + " is of version " + newer.version() + WAY_BACK)
                .orElse(words + "; restore a backup of the folder"));
    }
}
