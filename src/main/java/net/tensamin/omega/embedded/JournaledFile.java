package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.h2.store.fs.FileBaseDefault;

/**
 * The file of a database. What is written waits in memory until {@link #sync}, which brings it to the journal and the disk, and only then
 * into the file: after a power cut the file with the journal is what it was after some write, the last of a finished sync or a later
 * one. The file itself is synced when the journal is full. While the disk is full, what waits is tried again, and its
 * writer does not notice until {@link #MOST_WAITING} is reached. Threads that wait for a sync share the next one.
 */
final class JournaledFile extends FileBaseDefault {
    /** In bytes. A writer that goes on beyond this without a sync has to wait for one. */
    static final int MOST_WAITING = 16 << 20;

    private final FileChannel file;
    private final WriteJournal journal;
    private final Consumer<JournaledFile> lockedTo;
    private final Object syncing = new Object();
    private final WaitingWrites waiting = new WaitingWrites();
    private int journaled;
    private boolean doubtful;
    private LongConsumer closing = length -> {};
    private FileLock lock;

    /** @param lockedTo is told once it is this process's */
    JournaledFile(FileChannel file, WriteJournal journal, Consumer<JournaledFile> lockedTo) {
        this.file = file;
        this.journal = journal;
        this.lockedTo = lockedTo;
    }

    /** Brings into the file what only the journal has, once no other process can be writing. */
    @Override
    public FileLock tryLock(long position, long length, boolean shared) throws IOException {
        FileLock held = file.tryLock(position, length, shared);
        if (held == null) {
            return null;
        }
        try {
            recover();
        } catch (IOException e) {
            held.release();
            throw e;
        }
        lock = held;
        lockedTo.accept(this);
        return new UntilClose(this, held);
    }

    /** @param told is told the file's length once it has everything on the disk */
    void onClosing(LongConsumer told) {
        closing = told;
    }

    private void recover() throws IOException {
        journal.open();
        journal.replay(file);
        checkpoint(); // also of nothing: what is left of a write that was cut short must not follow the next one
        waiting.setSize(file.size());
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        List<FileWrite> over = waiting.all();
        if (over.isEmpty()) {
            return file.read(target, position);
        }
        long left = size() - position;
        if (left <= 0) {
            return -1;
        }
        int length = (int) Math.min(left, target.remaining());
        ByteBuffer part = target.slice().limit(length);
        for (int read = FileWrite.readFully(file, position, part.duplicate()); read < length; read++) {
            part.put(read, (byte) 0);
        }
        over.forEach(write -> write.overlay(position, part, length));
        target.position(target.position() + length);
        return length;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        int length = source.remaining();
        if (waiting.add(FileWrite.of(position, source)) > MOST_WAITING) {
            sync();
        }
        return length;
    }

    @Override
    protected void implTruncate(long newSize) throws IOException {
        if (newSize < size()) {
            waiting.add(FileWrite.truncation(newSize));
            sync();
        }
    }

    @Override
    public long size() {
        return waiting.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        sync();
    }

    /** When it returns, all that was written before is on the disk. When it throws, all is kept to be tried again. */
    void sync() throws IOException {
        if (!waiting.all().isEmpty()) {
            boolean interrupted = Thread.interrupted(); // would close the file
            try {
                synchronized (syncing) {
                    syncAll();
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void syncAll() throws IOException {
        List<FileWrite> all = waiting.all();
        if (journaled < all.size()) {
            journal.append(all.subList(journaled, all.size()));
            journaled = all.size();
        }
        for (FileWrite write : all) {
            write.applyTo(file);
        }
        waiting.forget(all);
        journaled = 0;
        if (journal.isFull()) {
            checkpoint();
        }
    }

    /** What a sync of the file that failed has forgotten, the journal still knows. */
    private void checkpoint() throws IOException {
        if (doubtful) {
            journal.replay(file);
        }
        doubtful = true;
        file.force(true);
        doubtful = false;
        journal.begin();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        try {
            if (lock != null) {
                sync();
                checkpoint();
                journal.delete();
                closing.accept(waiting.size());
            }
        } finally {
            release();
        }
    }

    private void release() throws IOException {
        journal.close();
        if (lock != null && lock.isValid()) {
            lock.release();
        }
        file.close();
    }

    /** What releases it before the file is closed would let another process in before the last writes. */
    private static final class UntilClose extends FileLock {
        private final FileLock lock;

        UntilClose(FileChannel channel, FileLock lock) {
            super(channel, lock.position(), lock.size(), lock.isShared());
            this.lock = lock;
        }

        @Override
        public boolean isValid() {
            return lock.isValid();
        }

        @Override
        public void release() {}
    }
}
