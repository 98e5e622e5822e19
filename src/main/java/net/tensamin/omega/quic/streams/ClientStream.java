package net.tensamin.omega.quic.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import tech.kwik.core.QuicStream;
import tech.kwik.core.concurrent.TurnSeam.NotNow;

/** The sending side of one stream: a bounded queue, which the turns of its connection empty. */
public final class ClientStream implements LineStream {
    private final QuicStream stream;
    private final ClientChannel channel;
    private final int bound;
    private final long stallNanos;
    private final LineQueue queue = new LineQueue();
    private Framing framing = Framing.TEXT;
    private long progressNanos;
    private int pauses;
    private boolean roomAwaited;
    private boolean refused;
    private boolean watched;
    private boolean finishing;
    private boolean ended;

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
    public void send(LongLine line) {
        synchronized (this) {
            if (ended || finishing) {
                return;
            }
            begin();
            add(framing.before(line.length()));
            queue.add(line);
            add(framing.after());
        }
        channel.wake();
    }

    @Override
    public boolean offer(byte[] utf8, long sinceNanos) {
        synchronized (this) {
            if (ended || finishing) {
                return true;
            }
            if (queue.bytes() > 0 && queue.bytes() + utf8.length + framing.overhead() > bound / 2) {
                refused = true;
                watch();
                return false;
            }
            enqueue(utf8, sinceNanos);
        }
        channel.wake();
        return true;
    }

    /** What goes out is framed as what came in; to be called before anything does. */
    synchronized void framedAs(Framing form) {
        framing = form;
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
        roomAwaited = queue.bytes() > bound && !ended;
        if (roomAwaited) {
            watch();
        }
        return pauses == 0 && !roomAwaited;
    }

    /** What waits for the client here; Kwik holds a little more. */
    synchronized int queuedBytes() {
        return queue.bytes();
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
        begin();
        queue.add(framing.framed(utf8), sinceNanos);
    }

    private void begin() {
        if (queue.isEmpty()) {
            progressNanos = channel.nanos();
        }
    }

    private void add(byte[] ofFrame) {
        if (ofFrame.length > 0) {
            queue.add(ofFrame, UNTIMED);
        }
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

    private synchronized byte[] batch() {
        return queue.next();
    }

    private void written(int bytes) {
        boolean writable;
        boolean readable;
        synchronized (this) {
            progressNanos = channel.nanos();
            queue.written(bytes);
            for (LineQueue.Line line = queue.pollWritten(); line != null; line = queue.pollWritten()) {
                tell(line);
            }
            writable = refused && !ended && queue.bytes() <= bound / 8;
            refused &= !writable;
            readable = roomAwaited && queue.bytes() <= bound;
            roomAwaited &= !readable;
        }
        if (writable) {
            channel.writeOn(this);
        }
        if (readable) {
            channel.readOn(this);
        }
    }

    private void tell(LineQueue.Line line) {
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

    /** Closes the connection of a client that has taken nothing for too long. */
    private void look() {
        boolean stalled;
        synchronized (this) {
            watched = false;
            boolean waiting = queue.bytes() > 0 && !ended;
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
