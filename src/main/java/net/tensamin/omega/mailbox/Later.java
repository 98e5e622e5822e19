package net.tensamin.omega.mailbox;

import java.time.Duration;

/** Runs a task once, after a delay, on a thread that may block. */
interface Later {
    void run(Duration delay, Runnable task);
}
