package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.zip.CRC32C;
import net.tensamin.omega.embedded.JournalHead.Entry;
import org.h2.store.fs.FilePath;

/**
 * Writes to another file, in their order, each with a checksum: after a power cut the disk has the first of them, up to
 * at least the last {@link #append} that returned. They belong to an epoch; a new one begins when that file has them
 * all, and only then is their place used again. Two slots for the epoch's number take turns, so that one of them is
 * always whole. Not thread-safe.
 */
final class WriteJournal {
    private static final int RECORDS = 2 * JournalHead.SLOT;

    private final FilePath path;
    private final long kept;
    private FileChannel file;
    private long epoch;
    private long next;
    private long end = RECORDS;
    private boolean beginning;

    /** @param kept the least length of its file, so that it need not grow while the disk is full */
    WriteJournal(FilePath path, long kept) {
        this.path = path;
        this.kept = kept;
    }

    /** Reads where it stands, and makes it if it is new. */
    void open() throws IOException {
        file = path.open("rw");
        epoch = Math.max(JournalHead.epochAt(file, 0), JournalHead.epochAt(file, 1));
        if (file.size() < kept) {
            FileWrite.writeFully(file, file.size(), ByteBuffer.allocate((int) (kept - file.size())));
            file.force(true);
        }
        if (epoch == 0) {
            begin();
            Folder.of(path).sync();
        }
    }

    /** Does all of it to the other file again, in order. The next {@link #append} follows what is found. */
    void replay(FileChannel target) throws IOException {
        end = RECORDS;
        next = 0;
        for (FileWrite write = read(); write != null; write = read()) {
            write.applyTo(target);
        }
    }

    private FileWrite read() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Entry.LENGTH);
        FileWrite.readFully(file, end, head);
        Entry entry = Entry.of(head.flip());
        if (entry == null || !entry.follows(epoch, next) || entry.length() > file.size() - end) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(entry.length());
        FileWrite.readFully(file, end + Entry.LENGTH, bytes);
        FileWrite write = entry.write(bytes.array());
        if (entry.checksum() != checksum(entry, write)) {
            return null;
        }
        end += Entry.LENGTH + entry.length();
        next++;
        return write;
    }

    /** Has them on the disk when it returns. If it throws, the next call has to begin with the same. */
    void append(List<FileWrite> writes) throws IOException {
        if (beginning) {
            begin();
        }
        long position = end;
        long number = next;
        for (FileWrite write : writes) {
            Entry entry = Entry.of(epoch, number++, write);
            ByteBuffer bytes = ByteBuffer.allocate(Entry.LENGTH + write.bytes().length);
            entry.put(bytes, checksum(entry, write));
            bytes.put(write.bytes()).flip();
            FileWrite.writeFully(file, position, bytes);
            position += bytes.limit();
        }
        file.force(false);
        end = position;
        next = number;
    }

    private static int checksum(Entry entry, FileWrite write) {
        CRC32C sum = new CRC32C();
        sum.update(entry.described());
        sum.update(write.bytes());
        return (int) sum.getValue();
    }

    boolean isFull() {
        return end > kept;
    }

    /** A new epoch: the other file has everything, on the disk. If it throws, the next append begins it first. */
    void begin() throws IOException {
        beginning = true;
        JournalHead.writeEpoch(file, epoch + 1);
        file.force(false);
        epoch++;
        end = RECORDS;
        next = 0;
        beginning = false;
        if (file.size() > 2 * kept) {
            file.truncate(kept);
        }
    }

    void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** The other file has everything. */
    void delete() throws IOException {
        close();
        path.delete();
    }
}
