package net.tensamin.omega.websocket;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Writes when the container can. Thread-safe; no method blocks. */
final class OutgoingFrames implements WriteListener {
    private static final Logger LOG = System.getLogger(OutgoingFrames.class.getName());

    private record Outgoing(byte[] frames, Runnable left) {}

    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    private final ServletOutputStream out;
    private final Runnable failed;
    private List<Runnable> unflushed = new ArrayList<>();
    private boolean ended;

    /** @param failed is run when no more can be written, perhaps more than once */
    OutgoingFrames(ServletOutputStream out, Runnable failed) {
        this.out = out;
        this.failed = failed;
    }

    /** @param left is run once, when the frames have left or cannot leave any more; by any thread */
    void write(byte[] frames, Runnable left) {
        synchronized (this) {
            waiting.add(new Outgoing(frames, left));
        }
        onWritePossible();
    }

    /** Nothing more leaves. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        onWritePossible();
    }

    @Override
    public void onWritePossible() {
        List<Runnable> done;
        try {
            done = work();
        } catch (IOException | RuntimeException e) {
            onError(e);
            return;
        }
        done.forEach(Runnable::run);
    }

    @Override
    public void onError(Throwable failure) {
        LOG.log(Level.DEBUG, "A WebSocket's connection takes no more", failure);
        failed.run();
    }

    /** Returns what is to be run outside of the lock. */
    private synchronized List<Runnable> work() throws IOException {
        if (ended) {
            waiting.forEach(outgoing -> unflushed.add(outgoing.left()));
            waiting.clear();
            return flushed();
        }
        List<Runnable> left = new ArrayList<>();
        while (hasWork() && out.isReady()) {
            if (waiting.isEmpty()) {
                out.flush();
                left.addAll(flushed());
            } else {
                Outgoing next = waiting.remove();
                unflushed.add(next.left());
                out.write(next.frames());
            }
        }
        return left;
    }

    private boolean hasWork() {
        return !waiting.isEmpty() || !unflushed.isEmpty();
    }

    private List<Runnable> flushed() {
        List<Runnable> flushed = unflushed;
        unflushed = new ArrayList<>();
        return flushed;
    }
}
