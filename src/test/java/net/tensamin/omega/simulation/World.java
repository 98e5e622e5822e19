package net.tensamin.omega.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * Virtual time and what happens in it, one thing after another on the one thread there is. What waits for something, such as a statement of the
 * database, has the others go on meanwhile, {@linkplain #elapse on its own stack}.
 */
public final class World {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    /** Who would wait deeper than that waits for hardly any time, as nobody else goes on meanwhile: so that no stack is too deep. */
    private static final int DEEPEST = 10;

    private static final long WAIT_OF_DEEPEST = MILLI;

    /** Whoever waits again and again for so long after the time until which all is to go on would do so for ever. */
    private static final long FOR_EVER = 240 * SECOND;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Event> atTheBottom = new ArrayDeque<>();
    private final Journal journal;
    private long now;
    private long until;
    private long count;
    private int depth;

    /** Something to be done by somebody. */
    private record Event(long at, long number, Actor actor, Runnable work, boolean waitsLong)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    /** Whose life is over does nothing any more, and ends what it is at. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** One that can act: a node, a client, an Omikron. What it is to do while it is paused, or has a lock of its own, is done later. */
    public static final class Actor {
        private final String name;
        private final Deque<Event> later = new ArrayDeque<>();
        private boolean dead;
        private boolean paused;
        private int alone;
        private int pauses;

        Actor(String name) {
            this.name = name;
        }

        boolean isDead() {
            return dead;
        }

        boolean isPaused() {
            return paused;
        }

        boolean isAlone() {
            return alone > 0;
        }

        /** How often it was, or is. */
        int pauses() {
            return pauses;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    World(Journal journal) {
        this.journal = journal;
    }

    /** Since the beginning, in nanoseconds. */
    public long now() {
        return now;
    }

    Journal journal() {
        return journal;
    }

    void in(Duration delay, Actor actor, Runnable work) {
        in(delay.toNanos(), actor, work);
    }

    void in(long delayNanos, Actor actor, Runnable work) {
        plan(delayNanos, actor, work, false);
    }

    /** Work that waits for others for long: those must not be below it on the stack, where they cannot go on. */
    void inWaitingLong(long delayNanos, Actor actor, Runnable work) {
        plan(delayNanos, actor, work, true);
    }

    private void plan(long delayNanos, Actor actor, Runnable work, boolean waitsLong) {
        if (!actor.dead) {
            events.add(new Event(now + Math.max(0, delayNanos), count++, actor, work, waitsLong));
        }
    }

    void kill(Actor actor) {
        actor.dead = true;
        actor.paused = false;
        actor.later.clear();
    }

    void pause(Actor actor) {
        actor.paused = true;
        actor.pauses++;
    }

    void resume(Actor actor) {
        if (actor.dead) {
            return;
        }
        actor.paused = false;
        release(actor);
    }

    private void release(Actor actor) {
        while (!actor.paused && actor.alone == 0 && !actor.later.isEmpty()) {
            Event event = actor.later.poll();
            events.add(new Event(now, event.number(), actor, event.work(), event.waitsLong()));
        }
    }

    /** Everything until then. */
    void run(Duration time) {
        long end = time.toNanos();
        until = end;
        while (!journal.hasFailed() && !events.isEmpty() && events.peek().at() <= end) {
            events.addAll(atTheBottom);
            atTheBottom.clear();
            next();
        }
        now = Math.max(now, end);
    }

    private void next() {
        Event event = events.poll();
        now = Math.max(now, event.at());
        Actor actor = event.actor();
        if (actor.dead) {
            return;
        }
        if (event.waitsLong() && depth > 0) {
            atTheBottom.add(event);
            return;
        }
        if (actor.paused || actor.alone > 0) {
            actor.later.add(event);
            return;
        }
        try {
            event.work().run();
        } catch (Killed dead) {
            if (!actor.dead && !journal.hasFailed()) {
                throw dead;
            }
        } catch (RuntimeException | AssertionError e) {
            journal.fail(actor + " failed: " + e, e);
        }
        journal.step();
    }

    /**
     * So much time passes for whoever calls this; others go on. It lasts longer if the caller is paused meanwhile, or if somebody else who waits
     * on top of it does.
     *
     * @param alone whether nothing else of this actor may go on, as it holds a lock of its own
     * @throws Killed if the caller is
     */
    void elapse(Actor actor, long nanos, boolean alone) {
        if (actor.dead) {
            throw new Killed();
        }
        if (now - until > FOR_EVER) {
            journal.fail(actor + " is at something that does not end");
        }
        long end = now + nanos;
        if (depth >= DEEPEST) {
            now += Math.min(nanos, WAIT_OF_DEEPEST);
            return;
        }
        depth++;
        actor.alone += alone ? 1 : 0;
        try {
            while (!journal.hasFailed()
                    && !actor.dead
                    && !events.isEmpty()
                    && (events.peek().at() <= end || actor.paused)) {
                next();
            }
            now = Math.max(now, end);
        } finally {
            depth--;
            actor.alone -= alone ? 1 : 0;
            release(actor);
        }
        if (actor.dead || journal.hasFailed()) {
            throw new Killed();
        }
    }
}
