package net.tensamin.omega.guard;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.limits.FairQueue;
import net.tensamin.omega.limits.Source;

/**
 * Limits how many TLS handshakes are worked on at once, so that processors are left for everybody else. The others
 * wait, and no thread waits with them. Clients from sources where somebody has proven who they are alternate with all others, of
 * which those whose handshake has begun are first; in each line the sources take turns. So a flood of new clients, whatever
 * they show, delays new clients, and devices that come back wait only for each other. Thread-safe.
 */
final class HandshakeTurns {
    private final int most;
    private final Map<Line, FairQueue<Runnable>> lines = new EnumMap<>(Line.class);
    private boolean strangersNext;
    private int inside;

    /** The lines in which clients wait. */
    enum Line {
        KNOWN,
        /** Of strangers: their handshake has begun. */
        BEGUN,
        OTHERS
    }

    HandshakeTurns(int most) {
        this.most = most;
        for (Line line : Line.values()) {
            lines.put(line, new FairQueue<>());
        }
    }

    /** Takes a turn, which is to be {@linkplain #leave left}, if there is one left. */
    synchronized boolean enter() {
        boolean room = inside < most;
        inside += room ? 1 : 0;
        return room;
    }

    /** @param then is run when there is a turn, which it is to leave; by any thread, and briefly */
    void await(Line line, Source source, Runnable then) {
        synchronized (this) {
            if (inside == most) {
                lines.get(line).add(source, then);
                return;
            }
            inside++;
        }
        then.run();
    }

    /** To be called once for each turn. */
    void leave() {
        Optional<Runnable> next;
        synchronized (this) {
            next = next();
            inside -= next.isEmpty() ? 1 : 0;
        }
        next.ifPresent(Runnable::run);
    }

    synchronized int waiting() {
        return lines.values().stream().mapToInt(FairQueue::size).sum();
    }

    private Optional<Runnable> next() {
        strangersNext = !strangersNext;
        return strangersNext
                ? ofStrangers().or(() -> poll(Line.KNOWN))
                : poll(Line.KNOWN).or(this::ofStrangers);
    }

    private Optional<Runnable> ofStrangers() {
        return poll(Line.BEGUN).or(() -> poll(Line.OTHERS));
    }

    private Optional<Runnable> poll(Line line) {
        return lines.get(line).poll(source -> true);
    }
}
