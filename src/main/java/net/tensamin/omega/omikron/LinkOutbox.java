package net.tensamin.omega.omikron;

import java.util.ArrayDeque;
import java.util.Queue;

/** What has been sent and has not left yet: sockets want one frame at a time, and memory wants a bound. Thread-safe. */
final class LinkOutbox implements Wire {

    /** A socket that takes the next frame when the last has left. No method blocks. */
    interface Socket {

        /** @param left to be run once, when the frame has left or cannot leave any more; by any thread */
        void send(String frame, Runnable left);

        void close(Closing closing);
    }

    private final Queue<String> waiting = new ArrayDeque<>();
    private final Socket socket;
    private final int bound;
    private int chars;
    private boolean sending;
    private boolean working;
    private boolean closed;
    private Closing closing;

    /** @param bound how many characters may be on their way */
    LinkOutbox(Socket socket, int bound) {
        this.socket = socket;
        this.bound = bound;
    }

    @Override
    public void send(String frame) {
        synchronized (this) {
            if (closing != null) {
                return;
            }
            waiting.add(frame);
            chars += frame.length();
            if (chars > bound) {
                waiting.clear();
                sending = false;
                closing = Closing.READS_TOO_SLOWLY;
            }
        }
        work();
    }

    @Override
    public void close(Closing why) {
        synchronized (this) {
            if (closing == null) {
                closing = why;
            }
        }
        work();
    }

    private void left(String frame) {
        synchronized (this) {
            sending = false;
            chars -= frame.length();
        }
        work();
    }

    /** One thread at a time works, so that a socket that is done at once does not nest calls frame by frame. */
    private void work() {
        synchronized (this) {
            if (working) {
                return;
            }
            working = true;
        }
        Runnable step = nextStep();
        while (step != null) {
            step.run();
            step = nextStep();
        }
    }

    private synchronized Runnable nextStep() {
        String frame = sending || closed ? null : waiting.poll();
        if (frame != null) {
            sending = true;
            return () -> socket.send(frame, () -> left(frame));
        }
        if (closing != null && !closed && !sending) {
            closed = true;
            return () -> socket.close(closing);
        }
        working = false;
        return null;
    }
}
