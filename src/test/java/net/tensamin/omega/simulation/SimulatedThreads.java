package net.tensamin.omega.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** The threads of a node that may block: so many tasks are under way at a time, each begins a little late. */
final class SimulatedThreads implements Executor {
    private static final long LATEST_NANOS = 200_000;

    private final World world;
    private final World.Actor actor;
    private final Dice dice;
    private final int count;
    private final boolean waitLong;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int busy;

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
        if (busy < count) {
            busy++;
            begin(task);
        } else {
            waiting.add(task);
        }
    }

    private void begin(Runnable task) {
        long delay = dice.between(0, LATEST_NANOS);
        if (waitLong) {
            world.inWaitingLong(delay, actor, () -> run(task));
        } else {
            world.in(delay, actor, () -> run(task));
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) { // of one task, and never of the thread, as BlockingThreads have it
            world.journal().say("a task of " + actor + " failed: " + e);
        } finally {
            Runnable next = waiting.poll();
            if (next == null) {
                busy--;
            } else {
                begin(next);
            }
        }
    }

    /** Nobody waits for ever: to be 0 at rest. */
    int unfinished() {
        return busy + waiting.size();
    }
}
