package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.engine.Constants;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files for H2, of which that of a database has a {@linkplain JournaledFile journal}: {@code omega:} before any other path of H2's.
 * Public, with a public constructor, as H2 makes them itself.
 */
public class JournaledPath extends FilePathWrapper {
    static final String SCHEME = "omega";

    private static final String JOURNAL = ".journal";
    private static final int KEPT = 8 << 20;
    private static final Map<String, JournaledFile> OPEN = new ConcurrentHashMap<>();

    static void register() {
        FilePath.register(new JournaledPath());
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    /** How long the journal is at least, in bytes: the file is synced each time it has been filled. */
    protected int kept() {
        return KEPT;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        if (mode.equals("r") || !name.endsWith(Constants.SUFFIX_MV_FILE)) {
            return getBase().open(mode);
        }
        OPEN.values().removeIf(file -> !file.isOpen());
        WriteJournal journal = new WriteJournal(journalOf(getBase()), kept());
        return new JournaledFile(getBase().open(mode), journal, file -> OPEN.put(name, file));
    }

    /** @param name with its scheme */
    static Optional<JournaledFile> opened(String name) {
        return Optional.ofNullable(OPEN.get(name));
    }

    /** @param file without the scheme */
    static boolean isOpen(FilePath file) {
        return opened(SCHEME + ":" + file).filter(JournaledFile::isOpen).isPresent();
    }

    static FilePath journalOf(FilePath file) {
        return file.getPath(file + JOURNAL);
    }
}
