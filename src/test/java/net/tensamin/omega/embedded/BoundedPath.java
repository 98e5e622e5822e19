package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system that has no room, or takes no writes: {@code bounded:} before another path. Public, as H2 makes it itself. */
public class BoundedPath extends FilePathWrapper {
    private static volatile boolean full;
    private static volatile boolean readOnly;

    static void setFull(boolean now) {
        FilePath.register(new BoundedPath());
        full = now;
    }

    static void setReadOnly(boolean now) {
        FilePath.register(new BoundedPath());
        readOnly = now;
    }

    @Override
    public String getScheme() {
        return "bounded";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new BoundedFile(getBase().open(mode));
    }

    /** What does not grow is written as ever. */
    private static final class BoundedFile extends FileBaseDefault {
        private final FileChannel file;

        BoundedFile(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            if (full && position + source.remaining() > file.size()) {
                throw new IOException("No space left on device");
            }
            if (readOnly) {
                throw new IOException("Read-only file system");
            }
            return file.write(source, position);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
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
}
