package net.tensamin.omega.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FileUtils;

/** One database that goes through one power cut after the other, and what it must have. */
final class CutDatabase implements AutoCloseable {
    private static final int WRITERS = 3;
    private static final int ROWS_KEPT = 20;

    private final Random random;
    private final boolean sync;
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final AtomicLongArray acknowledged = new AtomicLongArray(WRITERS);
    private Map<String, byte[]> files = Map.of();
    private PowerCutDisk disk;
    private int generation;
    private long total;

    CutDatabase(Random random, boolean sync) {
        this.random = random;
        this.sync = sync;
    }

    long acknowledged() {
        return total;
    }

    /** Opens, uses and closes it again and again, until the power goes. */
    void useUntilTheCut() throws Exception {
        disk = new PowerCutDisk(random, 1 + random.nextInt(random.nextBoolean() ? 20 : 400));
        start();
        while (!disk.isCut()) {
            try {
                useOnce();
            } catch (SQLException | RuntimeException e) {
                assertTrue(disk.isCut(), () -> "before the power went: " + e);
            }
        }
        files = disk.afterCut();
    }

    private void useOnce() throws Exception {
        try (Connection keeper = open()) {
            makeTables(keeper);
            int commits = random.nextInt(30);
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int own = writer;
                long seed = random.nextLong();
                writing.add(threads.submit(() -> write(own, commits, new Random(seed))));
            }
            for (Future<?> each : writing) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** The files as they are found after the cut. */
    private void start() throws Exception {
        FileUtils.deleteRecursive(directory(), true); // is in memory
        generation++;
        FilePath.get(directory()).createDirectory();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            FilePath path = FilePath.get(
                    directory() + file.getKey().substring(file.getKey().lastIndexOf('/')));
            try (OutputStream out = path.newOutputStream(false)) {
                out.write(file.getValue());
            }
            disk.has(path.toString(), file.getValue());
        }
        CutPath.use(disk);
        FilePath.register(new SmallJournalPath());
    }

    private String directory() {
        return "memFS:/cut" + System.identityHashCode(this) + "-" + generation;
    }

    private Connection open() throws SQLException {
        String url = "jdbc:h2:cut:" + directory() + "/omega;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE";
        EmbeddedDatabase database = EmbeddedDatabase.of(url).orElseThrow();
        FilePath.register(new SmallJournalPath());
        database.check(sync);
        return sync
                ? database.synced(DriverManager.getConnection(database.syncedUrl()))
                : DriverManager.getConnection(url + ";WRITE_DELAY=0");
    }

    private static void makeTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists ledger"
                    + " (writer int, number bigint, content varchar, primary key (writer, number))");
            statement.execute("create table if not exists cursors (writer int primary key, number bigint)");
        }
        connection.setAutoCommit(false);
        connection.commit();
    }

    private void write(int writer, int commits, Random own) {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < commits; i++) {
                long number = acknowledged.get(writer) + 1;
                write(connection, writer, number, own);
                connection.commit();
                acknowledged.set(writer, number);
            }
        } catch (SQLException | RuntimeException e) {
            assertTrue(disk.isCut(), () -> "before the power went: " + e);
        }
    }

    private static void write(Connection connection, int writer, long number, Random own) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into ledger values (?, ?, ?)");
                PreparedStatement forget =
                        connection.prepareStatement("delete from ledger where writer = ? and number <= ?");
                PreparedStatement cursor = connection.prepareStatement("merge into cursors values (?, ?)")) {
            insert.setInt(1, writer);
            insert.setLong(2, number);
            insert.setString(3, content(writer, number, own.nextInt(5) == 0 ? 30_000 : 100));
            insert.executeUpdate();
            forget.setInt(1, writer);
            forget.setLong(2, number - ROWS_KEPT);
            forget.executeUpdate();
            cursor.setInt(1, writer);
            cursor.setLong(2, number);
            cursor.executeUpdate();
        }
    }

    /** Does not compress well, and tells whether it is whole. */
    private static String content(int writer, long number, int length) {
        return new Random(writer * 1_000_003L + number)
                .ints(length, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Also goes on from there: a transaction may have come to the disk before its acknowledgement. */
    void assertNothingLost(String when) throws Exception {
        disk = new PowerCutDisk(random, Long.MAX_VALUE);
        start();
        try (Connection connection = open()) {
            makeTables(connection);
            for (int writer = 0; writer < WRITERS; writer++) {
                long number = number(connection, "select number from cursors where writer = " + writer);
                assertTrue(
                        number == acknowledged.get(writer) || number == acknowledged.get(writer) + 1,
                        when + ": acknowledged " + acknowledged.get(writer) + ", there " + number);
                assertLedger(connection, writer, number, when);
                acknowledged.set(writer, number);
            }
        }
        total = acknowledged.get(0) + acknowledged.get(1) + acknowledged.get(2);
        files = disk.afterCut();
    }

    private static void assertLedger(Connection connection, int writer, long last, String when) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select number, content from ledger where writer = " + writer + " order by number")) {
            long expected = Math.max(0, last - ROWS_KEPT);
            while (rows.next()) {
                assertEquals(++expected, rows.getLong(1), when);
                String content = rows.getString(2);
                assertEquals(content(writer, expected, content.length()), content, when);
            }
            assertEquals(last, expected, when);
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
