package net.tensamin.omega.simulation;

import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.threads.PlanningExecutor;

/** What a node plans, in virtual time, and a little late. */
final class SimulatedTimers extends PlanningExecutor {
    private static final long LATEST_NANOS = 500_000;

    private final World world;
    private final World.Actor actor;
    private final Dice dice;

    SimulatedTimers(World world, World.Actor actor, Dice dice) {
        this.world = world;
        this.actor = actor;
        this.dice = dice;
    }

    @Override
    protected ScheduledFuture<?> plan(Runnable work, long delayNanos, long pauseNanos) {
        Planned planned = new Planned(work, pauseNanos);
        planned.in(delayNanos);
        return planned;
    }

    @Override
    public void shutdown() {
        world.kill(actor);
    }

    @Override
    public boolean isShutdown() {
        return actor.isDead();
    }

    private final class Planned extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long pauseNanos;

        private Planned(Runnable work, long pauseNanos) {
            super(work, null);
            this.pauseNanos = pauseNanos;
        }

        private void in(long delayNanos) {
            world.in(delayNanos + dice.between(0, LATEST_NANOS), actor, this);
        }

        @Override
        public void run() {
            if (pauseNanos == 0) {
                super.run();
            } else if (runAndReset()) {
                in(pauseNanos);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
