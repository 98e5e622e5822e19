package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/** A file as processes see it, which tells its disk what they do with it. */
final class CutFile extends FileBaseDefault {
    private final FileChannel file;
    private final PowerCutDisk.Image image;

    CutFile(FileChannel file, PowerCutDisk.Image image) {
        this.file = file;
        this.image = image;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        FileWrite write = FileWrite.of(position, source);
        image.write(write);
        write.applyTo(file);
        return write.bytes().length;
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        if (size < file.size()) {
            image.write(FileWrite.truncation(size));
            file.truncate(size);
        }
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        image.force();
    }

    @Override
    public FileLock tryLock(long position, long length, boolean shared) throws IOException {
        return file.tryLock(position, length, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
