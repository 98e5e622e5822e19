package net.tensamin.omega.guard;

import java.util.Optional;
import net.tensamin.omega.limits.FairQueue;
import net.tensamin.omega.limits.Source;

/**
 * Limits how many requests are let in at once, so that threads are left for what must always go on: reading,
 * handshakes, health. The others wait, and no thread waits with them; their sources take turns. Thread-safe.
 */
final class Turnstile {
    private final int most;
    private final FairQueue<Runnable> waiting = new FairQueue<>();
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
    void enter(Source source, Runnable then) {
        synchronized (this) {
            if (inside == most) {
                waiting.add(source, then);
                return;
            }
            inside++;
        }
        then.run();
    }

    /** To be called once for each that was let in. */
    void leave() {
        Optional<Runnable> next;
        synchronized (this) {
            next = waiting.poll(source -> true);
            inside -= next.isEmpty() ? 1 : 0;
        }
        next.ifPresent(Runnable::run);
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
