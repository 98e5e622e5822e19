package net.tensamin.omega.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * One direction of a connection: what is sent arrives in its order, or, once the connection is dead, not at all. While the network carries nothing it is
 * sent again and again, as transports do.
 */
final class Wire {
    private static final long AGAIN = 700 * World.MILLI;
    private static final int LOST_PERCENT = 3;

    private final World world;
    private final Dice dice;
    private final World.Actor receiver;
    private final BooleanSupplier carries;
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private boolean moving;
    private boolean ended;

    /** @param carries whether the network lets something through now */
    Wire(World world, Dice dice, World.Actor receiver, BooleanSupplier carries) {
        this.world = world;
        this.dice = dice;
        this.receiver = receiver;
        this.carries = carries;
    }

    void send(Runnable arrival) {
        if (!ended) {
            underWay.add(arrival);
            move();
        }
    }

    private void move() {
        if (!moving && !underWay.isEmpty()) {
            moving = true;
            world.in(delay(dice), receiver, this::arrive);
        }
    }

    static long delay(Dice dice) {
        long usual = dice.between(2, 40) * World.MILLI + dice.below((int) World.MILLI);
        return dice.percent(LOST_PERCENT) ? usual + dice.between(100, 900) * World.MILLI : usual;
    }

    private void arrive() {
        moving = false;
        if (ended) {
            return;
        }
        if (!carries.getAsBoolean()) {
            moving = true;
            world.in(AGAIN + dice.below((int) World.MILLI), receiver, this::arrive);
            return;
        }
        int together = underWay.size();
        for (int i = 0; i < together && !ended && !underWay.isEmpty(); i++) {
            underWay.remove().run();
        }
        move();
    }

    /** Nothing more arrives. */
    void end() {
        ended = true;
        underWay.clear();
    }
}
