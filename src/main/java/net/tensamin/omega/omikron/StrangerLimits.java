package net.tensamin.omega.omikron;

/** What a link may do that has not identified (SPEC §5). Used by the thread that reads. */
final class StrangerLimits {
    /** In bytes. */
    static final int LONGEST_MESSAGE = 4 << 10;

    /** How many ticks after the goodbye it has to end its connection. */
    static final int TICKS_TO_PART = 5;

    /** Of whatever kind, parts of messages too; to identify takes two. */
    static final int FRAMES = 16;

    /** Those that it has on the way when it is told goodbye; more end its connection at once. */
    static final int FRAMES_TO_PART = 64;

    private int frames;

    /** Counts a frame; whether it is one too many. */
    boolean arePast() {
        frames++;
        return frames > FRAMES;
    }

    boolean areFarPast() {
        return frames > FRAMES + FRAMES_TO_PART;
    }
}
