package net.tensamin.omega.omikron;

import java.util.ArrayList;
import java.util.List;

/** What has been sent and has not left yet: a socket takes one call at a time, and memory has a bound. Thread-safe. */
final class LinkOutbox implements Wire {

    /** A socket that takes the next frames when the last have left. No method blocks. */
    interface Socket {

        /**
         * Sends what has come together since the last call.
         *
         * @param left to be run once, when the frames have left or cannot leave any more; by any thread
         */
        void send(List<String> frames, Runnable left);

        /** Says goodbye; the Omikron then ends the connection. */
        void close(Closing closing);

        /** Ends the connection at once. */
        void end();
    }

    private final List<String> waiting = new ArrayList<>();
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
    public void send(List<String> frames) {
        synchronized (this) {
            if (closing != null) {
                return;
            }
            waiting.addAll(frames);
            chars += chars(frames);
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

    /** Whether a goodbye was sent. */
    synchronized boolean isClosed() {
        return closed;
    }

    private void left(int charsLeft) {
        synchronized (this) {
            sending = false;
            chars -= charsLeft;
        }
        work();
    }

    /** One thread at a time works, so that a socket that finishes at once does not nest calls. */
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
        if (!sending && !closed && !waiting.isEmpty()) {
            sending = true;
            List<String> frames = List.copyOf(waiting);
            waiting.clear();
            return () -> socket.send(frames, () -> left(chars(frames)));
        }
        if (closing != null && !closed && !sending) {
            closed = true;
            return () -> socket.close(closing);
        }
        working = false;
        return null;
    }

    private static int chars(List<String> frames) {
        return frames.stream().mapToInt(String::length).sum();
    }
}
