package net.tensamin.omega.quic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import tech.kwik.core.QuicStream;

/**
 * The sending side of one stream: a bounded queue, and a thread that empties it and exists only while there is
 * something to send.
 */
final class ClientStream implements TauriStream {
    private static final int LARGEST_WRITE = 16 * 1024;

    private final QuicStream stream;
    private final ClientChannel channel;
    private final TransportThreads threads;
    private final int bound;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private Thread writer;
    private boolean finishing;
    private boolean ended;

    /** @param bound bytes waiting for the client, beyond which it reads too slowly */
    ClientStream(QuicStream stream, ClientChannel channel, TransportThreads threads, int bound) {
        this.stream = stream;
        this.channel = channel;
        this.threads = threads;
        this.bound = bound;
    }

    @Override
    public void send(byte[] utf8) {
        if (!enqueue(utf8)) {
            channel.close(ClientChannel.CLIENT_TOO_SLOW, "client reads too slowly");
        }
    }

    /** What is queued still goes out, then this side of the stream ends. */
    synchronized void finish() {
        finishing = true;
        startWriter();
    }

    /** Nothing goes out any more; a write that waits for the client is given up. */
    synchronized void abandon() {
        ended = true;
        queue.clear();
        if (writer != null) {
            writer.interrupt();
        }
    }

    private synchronized boolean enqueue(byte[] utf8) {
        if (ended || finishing) {
            return true;
        }
        if (queuedBytes > 0 && queuedBytes + utf8.length + 1 > bound) {
            ended = true;
            queue.clear();
            return false;
        }
        byte[] line = java.util.Arrays.copyOf(utf8, utf8.length + 1);
        line[utf8.length] = '\n';
        queue.add(line);
        queuedBytes += line.length;
        startWriter();
        return true;
    }

    private void startWriter() {
        if (writer == null && !ended) {
            writer = threads.start("omega-quic-writer", this::write);
        }
    }

    private void write() {
        OutputStream out = stream.getOutputStream();
        try {
            for (byte[] batch = next(0); batch.length > 0; batch = next(batch.length)) {
                out.write(batch);
            }
            if (claimEnd()) {
                out.close();
            }
        } catch (IOException e) { // the client stopped this stream, or the connection has ended
            abandon();
        }
    }

    /** What to write next; nothing if the writer is to end. */
    private synchronized byte[] next(int written) {
        queuedBytes -= written;
        if (queue.isEmpty()) {
            writer = null;
            return new byte[0];
        }
        ByteBuffer batch = ByteBuffer.allocate(Math.max(LARGEST_WRITE, queue.peek().length));
        while (!queue.isEmpty() && queue.peek().length <= batch.remaining()) {
            batch.put(queue.poll());
        }
        return java.util.Arrays.copyOf(batch.array(), batch.position());
    }

    /** Whether it is for this thread to end the stream. */
    private synchronized boolean claimEnd() {
        boolean mine = finishing && !ended && writer == null;
        ended |= mine;
        return mine;
    }
}
