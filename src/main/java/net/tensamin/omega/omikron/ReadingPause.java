package net.tensamin.omega.omikron;

/**
 * Backpressure: who sends more than is answered is not read any further, until answers catch up. The thread that brings a
 * frame waits here, so that the socket's buffers and then the sender's fill. Thread-safe.
 */
final class ReadingPause {
    private final int mostFrames;
    private final int mostChars;
    private int frames;
    private int chars;
    private boolean waiting;
    private boolean lifted;

    /** @param mostFrames how many frames may be unanswered */
    ReadingPause(int mostFrames, int mostChars) {
        this.mostFrames = mostFrames;
        this.mostChars = mostChars;
    }

    /**
     * Counts a frame that was read, and waits until another may be.
     *
     * @return false if it was interrupted while it waited
     */
    synchronized boolean read(int length) {
        frames++;
        chars += length;
        boolean uninterrupted = true;
        while (isFull() && uninterrupted) {
            waiting = true;
            uninterrupted = await();
        }
        waiting = false;
        return uninterrupted;
    }

    synchronized void answered(int length) {
        frames--;
        chars -= length;
        notifyAll();
    }

    /** Nobody waits from now on. */
    synchronized void lift() {
        lifted = true;
        notifyAll();
    }

    /** How many frames that were read are not answered. */
    synchronized int open() {
        return frames;
    }

    /** Whether every frame that was read is answered. */
    synchronized boolean nothingOpen() {
        return frames <= 0;
    }

    /** Whether the sender is not heard because nobody reads. */
    synchronized boolean isOn() {
        return waiting;
    }

    private boolean isFull() {
        return !lifted && (frames >= mostFrames || chars >= mostChars);
    }

    private boolean await() {
        try {
            wait();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
