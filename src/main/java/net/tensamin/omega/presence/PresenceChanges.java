package net.tensamin.omega.presence;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Hands changes to their listener one at a time and in the order in which they were added, whichever threads add them,
 * and without the adder's locks held while the listener works. Thread-safe.
 */
final class PresenceChanges {
    private static final Logger LOG = System.getLogger(PresenceChanges.class.getName());

    private final Queue<PresenceChanged> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock delivering = new ReentrantLock();
    private final Consumer<PresenceChanged> listener;

    PresenceChanges(Consumer<PresenceChanged> listener) {
        this.listener = listener;
    }

    void add(PresenceChanged change) {
        queue.add(change);
    }

    /**
     * Delivers what was added, unless another call is at it: that one then delivers these changes, too. A listener may
     * cause further changes.
     */
    void deliver() {
        while (!queue.isEmpty() && !delivering.isHeldByCurrentThread() && delivering.tryLock()) {
            try {
                deliverAll();
            } finally {
                delivering.unlock();
            }
        }
    }

    private void deliverAll() {
        for (PresenceChanged change = queue.poll(); change != null; change = queue.poll()) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                // The listener's own fault, and no reason to fail the link whose report delivers this change.
                LOG.log(Level.ERROR, "presence change of user " + change.user() + " was not handled", e);
            }
        }
    }
}
