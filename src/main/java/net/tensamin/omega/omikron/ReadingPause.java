package net.tensamin.omega.omikron;

import java.util.concurrent.TimeUnit;
import net.tensamin.omega.limits.TokenBucket;

/**
 * Backpressure: a link that sends more than is answered is not read further until answers catch up, and a link that
 * sends faster than its rate is not read until it is within its rate again. The thread that brings a frame waits here,
 * so that the socket's buffers and then the sender's fill. Thread-safe.
 */
final class ReadingPause {
    private static final long UNTIL_TOLD = 0;

    private final int mostFrames;
    private final int mostChars;
    private final TokenBucket rate;
    private final Runnable slowed;
    private int frames;
    private int chars;
    private boolean waiting;
    private boolean lifted;

    /**
     * @param mostFrames how many frames may be unanswered
     * @param rate of what frames count for
     * @param slowed told of each pause for the rate
     */
    ReadingPause(int mostFrames, int mostChars, TokenBucket rate, Runnable slowed) {
        this.rate = rate;
        this.slowed = slowed;
        this.mostFrames = mostFrames;
        this.mostChars = mostChars;
    }

    /**
     * Counts a frame that was read, and waits until another may be. One that counts for more than is left was taken all the same: the next
     * waits for that.
     *
     * @param cost how many tokens of the rate
     * @return false if it was interrupted while it waited
     */
    synchronized boolean read(int length, int cost) {
        frames++;
        chars += length;
        boolean uninterrupted = awaitRate(cost);
        while (isFull() && uninterrupted) {
            waiting = true;
            uninterrupted = await(UNTIL_TOLD);
        }
        waiting = false;
        return uninterrupted;
    }

    /**
     * Counts a frame that gets no answer, and waits as long as the rate says.
     *
     * @return false if it was interrupted while it waited
     */
    synchronized boolean passed() {
        boolean uninterrupted = awaitRate(1);
        waiting = false;
        return uninterrupted;
    }

    private boolean awaitRate(int cost) {
        long nanos = rate.charge(cost);
        if (nanos > 0) {
            slowed.run();
        }
        boolean uninterrupted = true;
        while (nanos > 0 && !lifted && uninterrupted) {
            waiting = true;
            uninterrupted = await(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            nanos = rate.debt();
        }
        return uninterrupted;
    }

    synchronized void answered(int length) {
        frames--;
        chars -= length;
        notifyAll();
    }

    /** From now on nothing waits here. */
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

    /** Whether the sender seems silent only because nothing is read. */
    synchronized boolean isOn() {
        return waiting;
    }

    private boolean isFull() {
        return !lifted && (frames >= mostFrames || chars >= mostChars);
    }

    private boolean await(long millis) {
        try {
            wait(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
