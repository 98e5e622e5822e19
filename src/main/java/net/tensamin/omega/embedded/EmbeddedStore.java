package net.tensamin.omega.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import net.tensamin.omega.embedded.StoreMark.Words;
import net.tensamin.omega.outage.OutageLog;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/** An open database of H2 and the file below it. Thread-safe. */
final class EmbeddedStore {
    private static final Logger LOG = System.getLogger(EmbeddedStore.class.getName());
    private static final String DISK_FULL = "53100";
    private static final String READ_ONLY = "25006";
    private static final String IO_ERROR = "58030";

    private final MVStore store;
    private final JournaledFile file;
    private final StoreMark mark;
    private long marked;
    private boolean markFails;
    private volatile boolean failing;

    EmbeddedStore(MVStore store, JournaledFile file, StoreMark mark) {
        this.store = store;
        this.file = file;
        this.mark = mark;
        file.onClosing(this::closed);
    }

    private void closed(long length) {
        mark(new Words(store.getFileStore().lastChunkVersion(), length));
        try {
            closeMark();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean is(MVStore other) {
        return store == other;
    }

    /**
     * When this returns, everything committed before is on the disk.
     *
     * @throws SQLException as long as that cannot be, of SQLSTATE 53100 for a full disk, 25006 for one that takes no writes and 58030 for others
     */
    void sync() throws SQLException {
        try {
            if (!file.isOpen()) {
                throw new ClosedChannelException();
            }
            long version = written();
            file.sync();
            failing = false;
            OutageLog.DATABASE.succeeded();
            mark(new Words(version, 0));
        } catch (IOException e) {
            failing = true;
            SQLException fault =
                    new SQLException("the embedded database is not on the disk: " + e.getMessage(), stateOf(e), e);
            OutageLog.DATABASE.failed(fault);
            throw fault;
        }
    }

    /** The operating system gives the reason only in words. */
    private static String stateOf(IOException fault) {
        String words = String.valueOf(fault.getMessage());
        if (words.contains("No space left") || words.contains("Disk quota exceeded")) {
            return DISK_FULL;
        }
        return words.contains("Read-only file system") ? READ_ONLY : IO_ERROR;
    }

    /** Another thread may have taken this one's changes into a version that H2 has yet to write, or is writing. */
    private long written() {
        FileStore<?> h2 = store.getFileStore();
        h2.executeFileStoreOperation(() -> {});
        return h2.lastChunkVersion();
    }

    /** False after a sync that failed, until one succeeds, which this tries. */
    boolean isSynced() {
        if (failing) {
            try {
                sync();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "Not on the disk yet", e);
            }
        }
        return !failing;
    }

    private synchronized void mark(Words words) {
        if (words.version() > marked || words.length() > 0) {
            try {
                mark.write(words);
                marked = words.version();
                markFails = false;
            } catch (IOException e) { // an old one refuses nothing
                Level level = markFails ? Level.DEBUG : Level.WARNING;
                LOG.log(level, () -> "The mark of the embedded database is not written: " + e.getMessage());
                markFails = true;
            }
        }
    }

    synchronized void closeMark() throws IOException {
        mark.close();
    }
}
