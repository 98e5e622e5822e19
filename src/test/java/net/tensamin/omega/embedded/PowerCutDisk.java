package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a disk has when the power goes: of each file all that was forced, and of the rest any parts, in any order, zeros where the
 * file has grown and its content has not come. The power goes after a number of writes and forces; from then on all fails.
 */
final class PowerCutDisk {
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    private final Random random;
    private final Map<String, Image> files = new HashMap<>();
    private long steps;

    /** @param steps after which the power goes */
    PowerCutDisk(Random random, long steps) {
        this.random = random;
        this.steps = steps;
    }

    /** One of its files: what is there for good, and what is on its way. */
    final class Image {
        private byte[] forced;
        private List<FileWrite> unforced = new ArrayList<>();

        private Image(byte[] forced) {
            this.forced = forced;
        }

        void write(FileWrite write) throws IOException {
            synchronized (PowerCutDisk.this) {
                step();
                unforced.add(write);
            }
        }

        void force() throws IOException {
            synchronized (PowerCutDisk.this) {
                step();
                for (FileWrite write : unforced) {
                    forced = applied(forced, write);
                }
                unforced = new ArrayList<>();
            }
        }

        private byte[] afterCut(int unit, int likelihood) {
            byte[] left = forced;
            for (FileWrite write : unforced) {
                if (write.truncates()) {
                    left = random.nextBoolean() ? applied(left, write) : left;
                    continue;
                }
                for (int from = 0; from < write.bytes().length; ) {
                    int to = (int) Math.min(write.bytes().length, unit - (write.position() + from) % unit + from);
                    if (random.nextInt(100) < likelihood) {
                        left = applied(left, part(write, from, to));
                    } else if (random.nextInt(10) == 0) {
                        left = grown(left, write.position() + to);
                    }
                    from = to;
                }
            }
            return left;
        }
    }

    private static FileWrite part(FileWrite write, int from, int to) {
        return FileWrite.of(write.position() + from, ByteBuffer.wrap(write.bytes(), from, to - from));
    }

    private static byte[] applied(byte[] content, FileWrite write) {
        if (write.truncates()) {
            return write.position() < content.length ? Arrays.copyOf(content, (int) write.position()) : content;
        }
        byte[] next = grown(content, write.end());
        System.arraycopy(write.bytes(), 0, next, (int) write.position(), write.bytes().length);
        return next;
    }

    private static byte[] grown(byte[] content, long length) {
        return length > content.length ? Arrays.copyOf(content, (int) length) : content;
    }

    /** A file that is there from the beginning. */
    synchronized void has(String name, byte[] content) {
        files.put(name, new Image(content));
    }

    synchronized Image file(String name, FileChannel file) throws IOException {
        step();
        Image known = files.get(name);
        if (known == null) {
            ByteBuffer content = ByteBuffer.allocate((int) file.size());
            FileWrite.readFully(file, 0, content);
            known = new Image(content.array());
            files.put(name, known);
        }
        return known;
    }

    synchronized void deleted(String name) {
        if (steps > 0) {
            files.remove(name);
        }
    }

    private void step() throws IOException {
        if (steps <= 0) {
            throw new IOException("the power is cut, on purpose");
        }
        steps--;
    }

    synchronized boolean isCut() {
        return steps <= 0;
    }

    /** The files that it has then, by name. */
    synchronized Map<String, byte[]> afterCut() {
        steps = 0;
        Map<String, byte[]> left = new HashMap<>();
        int unit = random.nextBoolean() ? SECTOR : PAGE;
        int likelihood = random.nextInt(4) * 33;
        files.forEach((name, image) -> left.put(name, image.afterCut(unit, likelihood)));
        return left;
    }
}
