package net.tensamin.omega.websocket;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What is on its way to the client: written when the container can, in one piece if it came together, and bounded.
 * Thread-safe; no method blocks.
 */
final class OutgoingFrames implements WriteListener {
    private static final Logger LOG = System.getLogger(OutgoingFrames.class.getName());

    /** What a frame that waits costs besides its bytes. */
    private static final int EACH = 64;

    private static final byte[] NONE = {};
    private final Queue<byte[]> waiting = new ArrayDeque<>(1);
    private final ServletOutputStream out;
    private final int bound;
    private final byte[] tooSlow;
    private final Client client;
    private byte[] pong = NONE;
    private int waitingBytes;
    private int unflushedBytes;
    private boolean saidGoodbye;
    private Runnable parted = () -> {};
    private boolean ended;
    private boolean heldUp;

    /** To whom it goes. */
    interface Client {
        /** No more can be written; perhaps called more than once. */
        void failed();

        /** It takes something again, after it has not for a while. By a thread of the container. */
        void takesMore();
    }

    /**
     * @param bound how many bytes may be on their way, what each frame costs included
     * @param tooSlow the goodbye to a client that leaves more; what waits is then dropped
     */
    OutgoingFrames(ServletOutputStream out, int bound, byte[] tooSlow, Client client) {
        this.out = out;
        this.bound = bound;
        this.tooSlow = tooSlow;
        this.client = client;
    }

    /** After a goodbye nothing is sent. */
    void send(byte[] frames) {
        synchronized (this) {
            if (saidGoodbye || ended) {
                return;
            }
            add(frames);
            if (cost() > bound) {
                waiting.clear();
                waitingBytes = 0;
                add(tooSlow);
                saidGoodbye = true;
            }
        }
        write();
    }

    private long cost() {
        return (long) waitingBytes + unflushedBytes + (long) EACH * waiting.size();
    }

    /** Leaves with {@link #sendPong}; of several only the newest (RFC 6455 §5.5.3). */
    synchronized void pong(byte[] frame) {
        if (!saidGoodbye && !ended) {
            pong = frame;
        }
    }

    void sendPong() {
        boolean due;
        synchronized (this) {
            due = pong.length > 0;
        }
        if (due) {
            write();
        }
    }

    /** Whether the client does not take what was sent to it. */
    synchronized boolean isHeldUp() {
        return heldUp;
    }

    /**
     * The last frame, after what was sent.
     *
     * @param left is run once it has left, by any thread
     * @return false if goodbye was said before
     */
    boolean close(byte[] goodbye, Runnable left) {
        synchronized (this) {
            if (saidGoodbye) {
                return false;
            }
            saidGoodbye = true;
            parted = left;
            add(goodbye);
        }
        write();
        return true;
    }

    synchronized boolean saidGoodbye() {
        return saidGoodbye;
    }

    /** Nothing leaves any more. */
    synchronized void end() {
        ended = true;
        waiting.clear();
    }

    private void add(byte[] frames) {
        waiting.add(frames);
        waitingBytes += frames.length;
    }

    @Override
    public void onWritePossible() {
        write();
        if (takesMore()) {
            client.takesMore();
        }
    }

    private synchronized boolean takesMore() {
        return !heldUp && !ended;
    }

    private void write() {
        Runnable then;
        try {
            then = work();
        } catch (IOException | RuntimeException e) {
            onError(e);
            return;
        }
        then.run();
    }

    @Override
    public void onError(Throwable failure) {
        LOG.log(Level.DEBUG, "A WebSocket's connection takes no more", failure);
        client.failed();
    }

    /** Returns what is to be run outside of the lock. */
    private synchronized Runnable work() throws IOException {
        while (hasWork() && out.isReady()) {
            takePong();
            if (waiting.isEmpty()) {
                out.flush();
                unflushedBytes = 0;
            } else {
                byte[] frames = together();
                unflushedBytes += frames.length;
                out.write(frames);
            }
        }
        heldUp = hasWork();
        Runnable then = () -> {};
        if (saidGoodbye && !hasWork() && !ended) {
            then = parted;
            parted = () -> {};
        }
        return then;
    }

    private boolean hasWork() {
        return !ended && (!waiting.isEmpty() || pong.length > 0 || unflushedBytes > 0);
    }

    private void takePong() {
        if (pong.length > 0 && !saidGoodbye) {
            add(pong);
        }
        pong = NONE;
    }

    private byte[] together() {
        byte[] first = waiting.remove();
        if (waiting.isEmpty()) {
            waitingBytes = 0;
            return first;
        }
        byte[] all = new byte[waitingBytes];
        int length = 0;
        for (byte[] next = first; next != null; next = waiting.poll()) {
            System.arraycopy(next, 0, all, length, next.length);
            length += next.length;
        }
        waitingBytes = 0;
        return all;
    }
}
