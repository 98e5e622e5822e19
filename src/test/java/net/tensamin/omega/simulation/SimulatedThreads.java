package net.tensamin.omega.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** The threads of a node that may block: so many tasks are under way at a time, each begins a little late. */
final class SimulatedThreads implements Executor {
    private static final long LATEST_NANOS = 200_000;

    private final World world;
    private final World.Actor actor;
    private final Dice dice;
    private final int count;
    private final boolean waitLong;
    private final Queue<Work> waiting = new ArrayDeque<>();
    private final Collection<Work> running = new ArrayList<>();

    private record Work(Runnable task, long sinceNanos) {}

    SimulatedThreads(World world, World.Actor actor, Dice dice, int count) {
        this(world, actor, dice, count, false);
    }

    /** One for work that waits for others for long. */
    static SimulatedThreads waitingLong(World world, World.Actor actor, Dice dice) {
        return new SimulatedThreads(world, actor, dice, 1, true);
    }

    private SimulatedThreads(World world, World.Actor actor, Dice dice, int count, boolean waitLong) {
        this.waitLong = waitLong;
        this.world = world;
        this.actor = actor;
        this.dice = dice;
        this.count = count;
    }

    @Override
    public void execute(Runnable task) {
        Work work = new Work(task, world.now());
        if (running.size() < count) {
            begin(work);
        } else {
            waiting.add(work);
        }
    }

    private void begin(Work work) {
        running.add(work);
        long delay = dice.between(0, LATEST_NANOS);
        if (waitLong) {
            world.inWaitingLong(delay, actor, () -> run(work));
        } else {
            world.in(delay, actor, () -> run(work));
        }
    }

    private void run(Work work) {
        try {
            work.task().run();
        } catch (RuntimeException e) { // of one task, and never of the thread, as BlockingThreads have it
            world.journal().say("a task of " + actor + " failed: " + e);
        } finally {
            running.remove(work);
            Work next = waiting.poll();
            if (next != null) {
                begin(next);
            }
        }
    }

    /** How long ago what has not ended yet was asked for; 0 if there is nothing. */
    long oldestNanos() {
        return Stream.concat(running.stream(), waiting.stream())
                .mapToLong(work -> world.now() - work.sinceNanos())
                .max()
                .orElse(0);
    }
}
