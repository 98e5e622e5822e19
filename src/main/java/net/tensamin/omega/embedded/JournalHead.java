package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** What a journal says of itself and of each of its writes, in big-endian numbers. */
final class JournalHead {
    /** No more than a sector is used of each, which a disk writes wholly or not at all. */
    static final int SLOT = 4096;

    private static final long EPOCH = 0x4f4d4547_41455031L;
    private static final long WRITE = 0x4f4d4547_41575231L;
    private static final int EPOCH_LENGTH = 2 * Long.BYTES;

    private JournalHead() {}

    /** @return 0 if there is none that is whole */
    static long epochAt(FileChannel file, int slot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(EPOCH_LENGTH + Integer.BYTES);
        if (FileWrite.readFully(file, (long) slot * SLOT, bytes) < bytes.capacity()) {
            return 0;
        }
        boolean whole = bytes.getLong(0) == EPOCH && bytes.getInt(EPOCH_LENGTH) == checksum(bytes.array());
        return whole ? bytes.getLong(Long.BYTES) : 0;
    }

    static void writeEpoch(FileChannel file, long epoch) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(EPOCH_LENGTH + Integer.BYTES);
        bytes.putLong(EPOCH).putLong(epoch);
        bytes.putInt(checksum(bytes.array())).flip();
        FileWrite.writeFully(file, (epoch % 2) * SLOT, bytes);
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, EPOCH_LENGTH);
        return (int) sum.getValue();
    }

    /** @param checksum of all this and the bytes */
    record Entry(long epoch, long number, long position, int length, boolean truncates, int checksum) {
        private static final int DESCRIBED = 4 * Long.BYTES + 2 * Integer.BYTES;
        static final int LENGTH = DESCRIBED + Integer.BYTES;

        static Entry of(long epoch, long number, FileWrite write) {
            return new Entry(epoch, number, write.position(), write.bytes().length, write.truncates(), 0);
        }

        /** @return null for what is none */
        static Entry of(ByteBuffer head) {
            if (head.remaining() < LENGTH || head.getLong() != WRITE) {
                return null;
            }
            return new Entry(
                    head.getLong(), head.getLong(), head.getLong(), head.getInt(), head.getInt() != 0, head.getInt());
        }

        boolean follows(long currentEpoch, long next) {
            return epoch == currentEpoch && number == next && length >= 0 && position >= 0;
        }

        FileWrite write(byte[] bytes) {
            return new FileWrite(position, bytes, truncates);
        }

        ByteBuffer described() {
            ByteBuffer bytes = ByteBuffer.allocate(DESCRIBED);
            bytes.putLong(WRITE).putLong(epoch).putLong(number).putLong(position);
            return bytes.putInt(length).putInt(truncates ? 1 : 0).flip();
        }

        void put(ByteBuffer target, int sum) {
            target.put(described()).putInt(sum);
        }
    }
}
