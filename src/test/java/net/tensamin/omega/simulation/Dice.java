package net.tensamin.omega.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of one history comes from its seed, by dice that are independent of each other. */
public final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Others, always the same for the same name, whatever is thrown here. */
    public static Dice of(long seed, String name) {
        return new Dice(mixed(mixed(seed) + name.hashCode()));
    }

    /** Seeds that are close to each other would have streams that are parts of each other (the finalizer of SplitMix64). */
    private static long mixed(long seed) {
        long mixed = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0 to below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    /** @return true in one of so many cases */
    boolean oneIn(int cases) {
        return random.nextInt(cases) == 0;
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T of(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    SplittableRandom random() {
        return random;
    }
}
