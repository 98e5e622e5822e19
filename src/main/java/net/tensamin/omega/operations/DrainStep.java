package net.tensamin.omega.operations;

import java.time.Duration;

/**
 * One of the things a drain does.
 *
 * @param name what it does, for the log
 */
record DrainStep(String name, Work work) {
    interface Work {
        /** @param window over how long clients are parted with */
        void run(Duration window) throws InterruptedException;
    }
}
