package net.tensamin.omega.quic.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import tech.kwik.core.QuicStream;
import tech.kwik.core.concurrent.TurnSeam.NotNow;

/** The sending side of one stream: a bounded queue, which the turns of its connection empty. */
public final class ClientStream implements LineStream {
    private static final int LARGEST_WRITE = 4 * 1024;

    private final QuicStream stream;
    private final ClientChannel channel;
    private final int bound;
    private final long stallNanos;
    private final Deque<Line> queue = new ArrayDeque<>(1);
    private int queuedBytes;
    private int writtenOfFirst;
    private long progressNanos;
    private int pauses;
    private boolean roomAwaited;
    private boolean refused;
    private boolean watched;
    private boolean finishing;
    private boolean ended;

    /** With its LF. */
    private record Line(byte[] bytes, long sinceNanos) {
        int length() {
            return bytes.length;
        }
    }

    ClientStream(QuicStream stream, ClientChannel channel, StreamSettings settings) {
        this.stream = stream;
        this.channel = channel;
        this.bound = settings.sendQueueBytes();
        this.stallNanos = settings.stallLimit().toNanos();
    }

    @Override
    public void send(byte[] utf8) {
        synchronized (this) {
            if (ended || finishing) {
                return;
            }
            enqueue(utf8, UNTIMED);
        }
        channel.wake();
    }

    @Override
    public boolean offer(byte[] utf8, long sinceNanos) {
        synchronized (this) {
            if (ended || finishing) {
                return true;
            }
            if (queuedBytes > 0 && queuedBytes + utf8.length + 1 > bound / 2) {
                refused = true;
                watch();
                return false;
            }
            enqueue(utf8, sinceNanos);
        }
        channel.wake();
        return true;
    }

    @Override
    public synchronized void pause() {
        pauses++;
    }

    @Override
    public void resume() {
        synchronized (this) {
            pauses--;
        }
        channel.readOn(this);
    }

    /** Whether the next line of the client may be handled; if not, {@link ClientChannel#readOn} follows. */
    synchronized boolean takesLines() {
        roomAwaited = queuedBytes > bound && !ended;
        if (roomAwaited) {
            watch();
        }
        return pauses == 0 && !roomAwaited;
    }

    /** What waits for the client here; Kwik holds a little more. */
    synchronized int queuedBytes() {
        return queuedBytes;
    }

    /** What is queued still goes out, then this side of the stream ends. */
    void finish() {
        synchronized (this) {
            finishing = true;
        }
        channel.wake();
    }

    /** Nothing goes out any more. */
    synchronized void abandon() {
        ended = true;
        queue.clear();
        queuedBytes = 0;
    }

    @Override
    public synchronized boolean hasEnded() {
        return ended;
    }

    /**
     * Ends this side if the client has asked for that; QUIC has answered it (RFC 9000 §3.5).
     *
     * @return whether it ended now
     */
    boolean stopsNow() {
        if (hasEnded()) {
            return false;
        }
        try {
            stream.getOutputStream().flush(); // sends nothing; fails on a stream that was reset
            return false;
        } catch (IOException e) {
            abandon();
            return true;
        }
    }

    private void enqueue(byte[] utf8, long sinceNanos) {
        if (queue.isEmpty()) {
            progressNanos = channel.nanos();
        }
        byte[] line = Arrays.copyOf(utf8, utf8.length + 1);
        line[utf8.length] = '\n';
        queue.add(new Line(line, sinceNanos));
        queuedBytes += line.length;
    }

    /**
     * Writes what the transport takes; called in the connection's turn.
     *
     * @return whether it took anything
     */
    boolean write() {
        boolean progress = false;
        try {
            OutputStream out = stream.getOutputStream();
            for (byte[] batch = batch(); batch.length > 0; batch = batch()) {
                out.write(batch);
                written(batch.length);
                progress = true;
            }
            if (claimEnd()) {
                out.close();
                progress = true;
            }
        } catch (NotNow e) {
            return progress;
        } catch (IOException e) { // the client stopped this stream, or the connection has ended
            abandon();
        }
        return progress;
    }

    /** What to write next: the rest of a line that has begun, or some lines. */
    private synchronized byte[] batch() {
        if (queue.isEmpty()) {
            return new byte[0];
        }
        byte[] first = queue.peek().bytes();
        int rest = first.length - writtenOfFirst;
        if (queue.size() == 1 && writtenOfFirst == 0 && rest <= LARGEST_WRITE) {
            return first;
        }
        if (rest > LARGEST_WRITE || queue.size() == 1) {
            return Arrays.copyOfRange(first, writtenOfFirst, writtenOfFirst + Math.min(rest, LARGEST_WRITE));
        }
        return together(rest);
    }

    private byte[] together(int restOfFirst) {
        byte[] batch = new byte[LARGEST_WRITE];
        System.arraycopy(queue.peek().bytes(), writtenOfFirst, batch, 0, restOfFirst);
        int length = restOfFirst;
        boolean first = true;
        for (Line line : queue) {
            if (!first) {
                if (length + line.length() > LARGEST_WRITE) {
                    break;
                }
                System.arraycopy(line.bytes(), 0, batch, length, line.length());
                length += line.length();
            }
            first = false;
        }
        return Arrays.copyOf(batch, length);
    }

    private void written(int bytes) {
        boolean writable;
        boolean readable;
        synchronized (this) {
            progressNanos = channel.nanos();
            queuedBytes = Math.max(0, queuedBytes - bytes);
            writtenOfFirst += bytes;
            while (!queue.isEmpty() && writtenOfFirst >= queue.peek().length()) {
                Line line = queue.poll();
                writtenOfFirst -= line.length();
                tell(line);
            }
            writable = refused && !ended && queuedBytes <= bound / 8;
            refused &= !writable;
            readable = roomAwaited && queuedBytes <= bound;
            roomAwaited &= !readable;
        }
        if (writable) {
            channel.writeOn(this);
        }
        if (readable) {
            channel.readOn(this);
        }
    }

    private void tell(Line line) {
        if (line.sinceNanos() != UNTIMED) {
            channel.sent(progressNanos - line.sinceNanos());
        }
    }

    /** Whether it is time to end this side of the stream. */
    private synchronized boolean claimEnd() {
        boolean now = finishing && !ended && queue.isEmpty();
        ended |= now;
        return now;
    }

    private void watch() {
        if (!watched) {
            watched = true;
            long nanos = Math.max(1, progressNanos + stallNanos - channel.nanos());
            channel.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Closes the connection of a client that has not let anything be written for too long. */
    private void look() {
        boolean stalled;
        synchronized (this) {
            watched = false;
            boolean waiting = queuedBytes > 0 && !ended;
            stalled = waiting && channel.nanos() - progressNanos >= stallNanos;
            if (waiting && !stalled) {
                watch();
            }
        }
        if (stalled) {
            channel.close(CloseCode.CLIENT_TOO_SLOW.code(), "client reads too slowly");
        }
    }
}
