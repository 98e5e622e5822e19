package net.tensamin.omega.websocket;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What is on its way to the client: written when the container can, together as far as it has come together, and bounded.
 * Thread-safe; no method blocks.
 */
final class OutgoingFrames implements WriteListener {
    private static final Logger LOG = System.getLogger(OutgoingFrames.class.getName());
    private final Queue<byte[]> waiting = new ArrayDeque<>(1);
    private final ServletOutputStream out;
    private final int bound;
    private final byte[] tooSlow;
    private final Runnable failed;
    private int waitingBytes;
    private int unflushedBytes;
    private boolean saidGoodbye;
    private Runnable parted = () -> {};
    private boolean ended;

    /**
     * @param bound how many bytes may be on their way
     * @param tooSlow the goodbye to a client that leaves more; what waits is then dropped
     * @param failed is run when no more can be written, perhaps more than once
     */
    OutgoingFrames(ServletOutputStream out, int bound, byte[] tooSlow, Runnable failed) {
        this.out = out;
        this.bound = bound;
        this.tooSlow = tooSlow;
        this.failed = failed;
    }

    /** After a goodbye nothing is sent. */
    void send(byte[] frames) {
        synchronized (this) {
            if (saidGoodbye || ended) {
                return;
            }
            add(frames);
            if (waitingBytes + unflushedBytes > bound) {
                waiting.clear();
                waitingBytes = 0;
                add(tooSlow);
                saidGoodbye = true;
            }
        }
        onWritePossible();
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
        onWritePossible();
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
        failed.run();
    }

    /** Returns what is to be run outside of the lock. */
    private synchronized Runnable work() throws IOException {
        while (hasWork() && out.isReady()) {
            if (waiting.isEmpty()) {
                out.flush();
                unflushedBytes = 0;
            } else {
                byte[] frames = together();
                unflushedBytes += frames.length;
                out.write(frames);
            }
        }
        Runnable then = () -> {};
        if (saidGoodbye && !hasWork() && !ended) {
            then = parted;
            parted = () -> {};
        }
        return then;
    }

    private boolean hasWork() {
        return !ended && (!waiting.isEmpty() || unflushedBytes > 0);
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
