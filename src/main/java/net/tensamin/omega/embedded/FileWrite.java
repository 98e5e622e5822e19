package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A change of a file.
 *
 * @param position where the bytes go; the new size, if it truncates
 */
record FileWrite(long position, byte[] bytes, boolean truncates) {
    private static final byte[] NOTHING = {};

    static FileWrite of(long position, ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        return new FileWrite(position, bytes, false);
    }

    static FileWrite truncation(long size) {
        return new FileWrite(size, NOTHING, true);
    }

    long end() {
        return position + bytes.length;
    }

    void applyTo(FileChannel file) throws IOException {
        if (truncates) {
            file.truncate(position);
        } else {
            writeFully(file, position, ByteBuffer.wrap(bytes));
        }
    }

    /** Puts what it has of a part of the file over what an earlier write left there. */
    void overlay(long start, ByteBuffer part, int length) {
        long from = Math.max(start, position);
        long to = Math.min(start + length, end());
        if (!truncates && from < to) {
            part.put(part.position() + (int) (from - start), bytes, (int) (from - position), (int) (to - from));
        }
    }

    static void writeFully(FileChannel file, long position, ByteBuffer source) throws IOException {
        for (long at = position; source.hasRemaining(); ) {
            at += file.write(source, at);
        }
    }

    /** @return how many bytes there were, at most what {@code target} holds */
    static int readFully(FileChannel file, long position, ByteBuffer target) throws IOException {
        int start = target.position();
        int read = 0;
        while (target.hasRemaining() && read >= 0) {
            read = file.read(target, position + target.position() - start);
        }
        return target.position() - start;
    }
}
