package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.h2.store.fs.FilePath;

/**
 * A small file beside a database, with a version that the database certainly has on the disk. The file itself is not
 * synced: after a power cut it may be older, or incomplete, and then says nothing. Not thread-safe.
 */
final class StoreMark {
    private static final int LENGTH = 128;
    private static final Pattern WORDS =
            Pattern.compile("(version (\\d{1,18}), length (\\d{1,18})), checksum ([0-9a-f]{8})");

    private final FilePath path;
    private FileChannel file;

    /**
     * What it says.
     *
     * @param length of the database's file, if it was closed at this version; else 0
     */
    record Words(long version, long length) {
        private String text() {
            return "version " + version + ", length " + length;
        }
    }

    private StoreMark(FilePath path) {
        this.path = path;
    }

    /** @param database its file */
    static StoreMark of(FilePath database) {
        return new StoreMark(database.getPath(database + ".mark"));
    }

    Optional<Words> read() throws IOException {
        if (!path.exists()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        try (FileChannel open = path.open("r")) {
            FileWrite.readFully(open, 0, bytes);
        }
        Matcher words = WORDS.matcher(new String(bytes.array(), StandardCharsets.US_ASCII).strip());
        if (!words.matches() || !words.group(4).equals(checksum(words.group(1)))) {
            return Optional.empty();
        }
        return Optional.of(new Words(Long.parseLong(words.group(2)), Long.parseLong(words.group(3))));
    }

    void write(Words words) throws IOException {
        if (file == null || !file.isOpen()) {
            file = path.open("rw");
        }
        String text = words.text() + ", checksum " + checksum(words.text());
        String padded = String.format("%-" + (LENGTH - 1) + "s\n", text);
        FileWrite.writeFully(file, 0, ByteBuffer.wrap(padded.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String checksum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format("%08x", sum.getValue());
    }

    void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
