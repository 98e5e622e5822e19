package net.tensamin.omega.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.tensamin.omega.configuration.StartFailure;
import org.h2.engine.Constants;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;

/** H2 in a file that this process opens itself. Thread-safe. */
public final class EmbeddedDatabase {
    private static final Logger LOG = System.getLogger(EmbeddedDatabase.class.getName());
    private static final Pattern URL = Pattern.compile("jdbc:h2:(?!tcp:|ssl:|mem:|zip:)(?:file:)?([^;]+)(;.*)?");
    private static final Pattern DELAY = Pattern.compile(";WRITE_DELAY=([^;]*)", Pattern.CASE_INSENSITIVE);

    /** Databases opened here in H2's own way; nothing says when those are closed. */
    private static final Set<String> UNSYNCED = ConcurrentHashMap.newKeySet();

    static {
        JournaledPath.register();
    }

    private final String path;
    private final String options;
    private EmbeddedStore store;

    private EmbeddedDatabase(String path, String options) {
        this.path = path;
        this.options = options;
    }

    /**
     * Empty for H2 in memory or in another process.
     *
     * @throws IllegalArgumentException if its options contradict a commit that is on the disk
     */
    public static Optional<EmbeddedDatabase> of(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String options = parts.group(2) == null ? "" : parts.group(2);
        return Optional.of(new EmbeddedDatabase(parts.group(1), options));
    }

    /** By which H2 opens it with its journal, and writes each commit at once. */
    public String syncedUrl() {
        Matcher delay = DELAY.matcher(options);
        if (delay.find() && !delay.group(1).strip().equals("0")) {
            throw new IllegalArgumentException("omega.db.url must not have WRITE_DELAY=" + delay.group(1)
                    + " unless omega.db.sync is false: a commit is on the disk when it is acknowledged");
        }
        return "jdbc:h2:" + JournaledPath.SCHEME + ":" + path + options
                + (DELAY.matcher(options).find() ? "" : ";WRITE_DELAY=0");
    }

    /**
     * Looks at the file before it is first opened. A file that is open here is left alone: closing it after a look
     * would give up the process's locks on it.
     *
     * @param synced whether {@link #syncedUrl} will open it
     * @throws StartFailure if it is damaged or older than it was
     */
    public void check(boolean synced) {
        FilePath file = FilePath.get(path + Constants.SUFFIX_MV_FILE).toRealPath();
        if (JournaledPath.isOpen(file) || !synced && !UNSYNCED.add(file.toString())) {
            return;
        }
        try {
            boolean encrypted = options.toUpperCase(Locale.ROOT).contains(";CIPHER=");
            new StoreCheck(file).run(!encrypted);
        } catch (IOException e) {
            throw StartFailure.of(e);
        }
    }

    /**
     * @param connection opened by {@link #syncedUrl}
     * @throws SQLException as long as the database cannot be brought to the disk
     */
    public Connection synced(Connection connection) throws SQLException {
        EmbeddedStore opened = storeOf(connection);
        if (!opened.isSynced()) {
            try {
                opened.sync();
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
        return SyncedConnection.of(connection, opened);
    }

    private synchronized EmbeddedStore storeOf(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        MVStore opened = session.getDatabase().getStore().getMvStore();
        if (store == null || !store.is(opened)) {
            warnOfDelay(opened);
            closeMark();
            store = storeOf(opened);
        }
        return store;
    }

    private static EmbeddedStore storeOf(MVStore opened) throws SQLException {
        String name = opened.getFileStore().getFileName();
        JournaledFile file = JournaledPath.opened(name)
                .orElseThrow(() -> new SQLException("the database " + name + " was opened without its journal"));
        return new EmbeddedStore(opened, file, StoreMark.of(FilePath.get(name).unwrap()));
    }

    /** H2 ignores the option of a user who is no administrator. */
    private static void warnOfDelay(MVStore opened) {
        if (opened.getAutoCommitDelay() != 0) {
            LOG.log(
                    Level.WARNING,
                    "omega.db.user may not set WRITE_DELAY, so a power cut loses what was acknowledged last;"
                            + " let its administrator execute SET WRITE_DELAY 0");
        }
    }

    private void closeMark() {
        try {
            if (store != null) {
                store.closeMark();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
