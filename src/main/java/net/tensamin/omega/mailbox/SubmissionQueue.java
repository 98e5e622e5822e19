package net.tensamin.omega.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;

/**
 * What waits for a batch, in order of arrival, and apart from it what waits for a lock. Knows whether somebody is at work on it, so that one at a
 * time is. Thread-safe.
 */
final class SubmissionQueue implements Committer.Aside {
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private final SetAside aside;
    private boolean running;
    private boolean stopped;

    /** @param nanos a monotonic clock */
    SubmissionQueue(LongSupplier nanos) {
        aside = new SetAside(nanos);
    }

    /** @return whether work has to begin */
    boolean add(Waiting entry) {
        Refused refused = Refused.NOT;
        boolean begins = false;
        synchronized (this) {
            if (stopped) {
                refused = Refused.STOPPED;
            } else if (aside.holds(receiver(entry))) {
                refused = aside.add(entry) ? Refused.NOT_YET : Refused.LOCKED;
            } else {
                waiting.add(entry);
                begins = !running;
                running = true;
            }
        }
        refused.tell(entry);
        return begins;
    }

    /** Nothing leaves it before the taker has it. Work ends when there is nothing to take. */
    synchronized boolean take(int most, Consumer<List<Waiting>> taker) {
        List<Waiting> batch = aside.due(most);
        waiting.stream().limit(Math.max(0, most - batch.size())).forEach(batch::add);
        List<Waiting> apart = aside.dueApart();
        if (!batch.isEmpty()) {
            taker.accept(batch);
            batch.forEach(waiting::remove);
        }
        if (!apart.isEmpty()) {
            taker.accept(apart);
        }
        running = !batch.isEmpty() || !apart.isEmpty();
        return running;
    }

    /** @return whether work is to begin now, as nobody is at it */
    synchronized boolean begin() {
        if (running || stopped) {
            return false;
        }
        running = true;
        return true;
    }

    /** Whoever was at work cannot go on; the next submission has it begin. */
    synchronized void abandon() {
        running = false;
    }

    /** What is behind these in any queue stays behind them. */
    @Override
    public void locked(List<Waiting> entries, boolean apart) {
        Set<UserId> receivers = entries.stream().map(SubmissionQueue::receiver).collect(Collectors.toSet());
        List<Waiting> all = new ArrayList<>(entries);
        List<Waiting> surplus;
        synchronized (this) {
            waiting.stream()
                    .filter(entry -> receivers.contains(receiver(entry)))
                    .forEach(all::add);
            surplus = aside.put(all, apart);
            all.forEach(waiting::remove);
        }
        surplus.forEach(Refused.LOCKED::tell);
        all.forEach(Refused.NOT_YET::tell);
    }

    @Override
    public synchronized void free(List<Waiting> entries) {
        aside.free(entries);
    }

    /** How long until some that wait for a lock are tried again. */
    synchronized OptionalLong nanosToNext() {
        return aside.nanosToNext();
    }

    synchronized void leave(Waiting entry) {
        waiting.remove(entry);
        aside.leave(entry);
    }

    /** Fails all that no batch has. */
    void stop() {
        List<Waiting> left;
        synchronized (this) {
            stopped = true;
            left = new ArrayList<>(waiting);
            left.addAll(aside.clear());
            waiting.clear();
        }
        left.forEach(Refused.STOPPED::tell);
    }

    synchronized int size() {
        return waiting.size();
    }

    synchronized int countLocked() {
        return aside.size();
    }

    private static UserId receiver(Waiting entry) {
        return entry.submission().receiver();
    }
}
