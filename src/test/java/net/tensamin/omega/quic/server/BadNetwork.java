package net.tensamin.omega.quic.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.tensamin.omega.quic.turns.Workers;
import net.tensamin.omega.simulation.Dice;

/** A network in virtual time that loses, repeats, reorders and changes datagrams, as chance has it. */
final class BadNetwork {
    private static final int MOST_LOST = 40; // percent, as the others
    private static final int MOST_REPEATED = 20;
    private static final int MOST_CHANGED = 10;
    private static final int LONGEST_MILLIS = 400;
    private static final int RIGHT_MILLIS = 25;

    private final Dice dice;
    private final Workers workers;
    private final Map<Fault, Long> met = new EnumMap<>(Fault.class);
    private int lost;
    private int repeated;
    private int changed;
    private int shortest = RIGHT_MILLIS;
    private int longest = RIGHT_MILLIS;
    private long carried;

    /** What it does to datagrams. */
    enum Fault {
        LOST,
        REPEATED,
        OVERTAKEN,
        CHANGED
    }

    BadNetwork(Dice dice, Workers workers) {
        this.dice = dice;
        this.workers = workers;
    }

    /** It is another one from now on, mostly a bad one. */
    void change() {
        lost = some(MOST_LOST);
        repeated = some(MOST_REPEATED);
        changed = some(MOST_CHANGED);
        shortest = 1 + dice.below(LONGEST_MILLIS / 2);
        longest = shortest + dice.below(LONGEST_MILLIS / 2);
    }

    private int some(int most) {
        return dice.below(2) == 0 ? 0 : dice.below(most + 1);
    }

    /** From now on all arrives, once and in order. */
    void heal() {
        lost = 0;
        repeated = 0;
        changed = 0;
        shortest = RIGHT_MILLIS;
        longest = RIGHT_MILLIS;
    }

    /** @param to gets it, later, unless it is lost */
    void carry(byte[] datagram, Consumer<byte[]> to) {
        carried++;
        if (happens(lost, Fault.LOST)) {
            return;
        }
        deliver(datagram, to);
        if (happens(repeated, Fault.REPEATED)) {
            deliver(datagram, to);
        }
    }

    private boolean happens(int percent, Fault fault) {
        boolean happens = dice.below(100) < percent;
        if (happens) {
            met.merge(fault, 1L, Long::sum);
        }
        return happens;
    }

    private void deliver(byte[] datagram, Consumer<byte[]> to) {
        byte[] arriving = datagram.clone();
        if (happens(changed, Fault.CHANGED)) {
            arriving[dice.below(arriving.length)] ^= (byte) (1 << dice.below(8));
        }
        long number = carried;
        long due = workers.nanos().getAsLong()
                + TimeUnit.MILLISECONDS.toNanos(shortest + dice.below(longest - shortest + 1))
                + number; // none at the same time
        workers.timer().call(() -> to.accept(arriving), due);
        if (longest > shortest) {
            met.merge(Fault.OVERTAKEN, 1L, Long::sum);
        }
    }

    /** How often each thing was done; of overtaking, how often it could be. */
    Map<Fault, Long> met() {
        return met;
    }

    long carried() {
        return carried;
    }
}
