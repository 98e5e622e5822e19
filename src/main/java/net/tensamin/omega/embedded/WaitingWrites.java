package net.tensamin.omega.embedded;

import java.util.ArrayList;
import java.util.List;

/** What was written to a file and is not in it yet, in order. Thread-safe. */
final class WaitingWrites {
    private List<FileWrite> writes = List.of();
    private long bytes;
    private long size;

    /** @return how many bytes wait now */
    synchronized long add(FileWrite write) {
        List<FileWrite> more = new ArrayList<>(writes);
        more.add(write);
        writes = more;
        bytes += write.bytes().length;
        size = write.truncates() ? write.position() : Math.max(size, write.end());
        return bytes;
    }

    /** As they are now; later ones are not in the list. */
    synchronized List<FileWrite> all() {
        return writes;
    }

    /** The oldest are in the file. */
    synchronized void forget(List<FileWrite> done) {
        writes = List.copyOf(writes.subList(done.size(), writes.size()));
        bytes -= done.stream().mapToLong(write -> write.bytes().length).sum();
    }

    /** How long the file is with them. */
    synchronized long size() {
        return size;
    }

    /** How long it is before any. */
    synchronized void setSize(long length) {
        size = length;
    }
}
