package net.tensamin.omega.guard;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Limits how many requests are let in at once, so that threads are left for what must always go on: reading,
 * handshakes, health. The others wait, and no thread waits with them. Thread-safe.
 */
final class Turnstile {
    private final int most;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    Turnstile(int most) {
        this.most = most;
    }

    /** Lets one in, unless others wait for it. */
    synchronized boolean enter() {
        boolean room = inside < most;
        inside += room ? 1 : 0;
        return room;
    }

    /** Lets one in now, or when there is room. */
    void enter(Runnable then) {
        synchronized (this) {
            if (inside == most) {
                waiting.add(then);
                return;
            }
            inside++;
        }
        then.run();
    }

    /** To be called once for each that was let in. */
    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            inside -= next == null ? 1 : 0;
        }
        if (next != null) {
            next.run();
        }
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
