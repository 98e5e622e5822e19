package net.tensamin.omega.quic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import tech.kwik.core.QuicStream;

/**
 * The sending side of one stream: a bounded queue, and a thread that empties it and exists only while there is
 * something to send.
 */
final class ClientStream implements TauriStream {
    private static final int LARGEST_WRITE = 4 * 1024;

    private final QuicStream stream;
    private final ClientChannel channel;
    private final TransportThreads threads;
    private final int bound;
    private final long stallNanos;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private long progressNanos;
    private Thread writer;
    private boolean refused;
    private boolean watched;
    private boolean finishing;
    private boolean ended;

    ClientStream(QuicStream stream, ClientChannel channel, TransportThreads threads, Settings settings) {
        this.stream = stream;
        this.channel = channel;
        this.threads = threads;
        this.bound = settings.sendQueueBytes();
        this.stallNanos = settings.stallLimit().toNanos();
    }

    @Override
    public synchronized void send(byte[] utf8) {
        if (!ended && !finishing) {
            enqueue(utf8);
        }
    }

    @Override
    public synchronized boolean offer(byte[] utf8) {
        if (ended || finishing) {
            return true;
        }
        if (queuedBytes > 0 && queuedBytes + utf8.length + 1 > bound / 2) {
            refused = true;
            watch();
            return false;
        }
        enqueue(utf8);
        return true;
    }

    /** Waits until the queue is within its bound, or this side of the stream has ended. */
    synchronized void awaitRoom() throws InterruptedException {
        while (queuedBytes > bound && !ended) {
            watch();
            wait();
        }
    }

    /** What waits for the client here; Kwik holds a little more. */
    synchronized int queuedBytes() {
        return queuedBytes;
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
        queuedBytes = 0;
        notifyAll();
        if (writer != null) {
            writer.interrupt();
        }
    }

    private void enqueue(byte[] utf8) {
        byte[] line = Arrays.copyOf(utf8, utf8.length + 1);
        line[utf8.length] = '\n';
        queue.add(line);
        queuedBytes += line.length;
        startWriter();
    }

    private void startWriter() {
        if (writer == null && !ended) {
            progressNanos = System.nanoTime();
            writer = threads.start("omega-quic-writer", this::write);
        }
    }

    private void write() {
        OutputStream out = stream.getOutputStream();
        try {
            for (byte[] batch = next(0); batch.length > 0; batch = next(batch.length)) {
                write(out, batch);
            }
            if (claimEnd()) {
                out.close();
            }
        } catch (IOException e) { // the client stopped this stream, or the connection has ended
            abandon();
        }
    }

    private void write(OutputStream out, byte[] batch) throws IOException {
        for (int from = 0; from < batch.length; from += LARGEST_WRITE) {
            out.write(batch, from, Math.min(LARGEST_WRITE, batch.length - from));
            progressed();
        }
    }

    private synchronized void progressed() {
        progressNanos = System.nanoTime();
    }

    /** What to write next; nothing if the writer is to end. */
    private byte[] next(int written) {
        byte[] batch;
        boolean writable;
        synchronized (this) {
            queuedBytes = Math.max(0, queuedBytes - written);
            notifyAll();
            writable = refused && !ended && queuedBytes <= bound / 8;
            refused &= !writable;
            batch = batch();
        }
        if (writable) {
            channel.writable(this);
        }
        return batch;
    }

    private byte[] batch() {
        if (queue.isEmpty()) {
            writer = null;
            return new byte[0];
        }
        ByteBuffer batch = ByteBuffer.allocate(Math.max(LARGEST_WRITE, queue.peek().length));
        while (!queue.isEmpty() && queue.peek().length <= batch.remaining()) {
            batch.put(queue.poll());
        }
        return Arrays.copyOf(batch.array(), batch.position());
    }

    /** Whether it is for this thread to end the stream. */
    private synchronized boolean claimEnd() {
        boolean mine = finishing && !ended && writer == null;
        ended |= mine;
        return mine;
    }

    private void watch() {
        if (!watched) {
            watched = true;
            long nanos = Math.max(1, progressNanos + stallNanos - System.nanoTime());
            threads.timer().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Closes the connection of a client that has not let anything be written for too long. */
    private void look() {
        boolean stalled;
        synchronized (this) {
            watched = false;
            boolean waiting = queuedBytes > 0 && !ended;
            stalled = waiting && System.nanoTime() - progressNanos >= stallNanos;
            if (waiting && !stalled) {
                watch();
            }
        }
        if (stalled) {
            channel.close(ClientChannel.CLIENT_TOO_SLOW, "client reads too slowly");
        }
    }
}
