package net.tensamin.omega.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Something that happens to the system from outside, at a time.
 *
 * @param one whom, by number, and {@code other} whom else; each means what its kind makes of it
 * @param lasts how long, for what passes
 */
record Action(Kind kind, Duration at, int one, int other, Duration lasts) {
    private static final int LONGEST_SECONDS = 40;

    /** With how often each comes, in relation to the others. */
    enum Kind {
        NOTICE(60),
        READ(10),
        DEVICE_READ(12),
        USER(8),
        IOTA(3),
        HURRY(2),
        KILL(3),
        STOP(2),
        PAUSE(3),
        SKEW(1),
        CUT_DATABASE(3),
        CRASH_DATABASE(2),
        SLOW_DATABASE(2),
        READ_ONLY_DATABASE(1),
        FULL_DATABASE(1),
        LOSE_ANSWERS(4),
        SET_BACK(1),
        PART(3),
        BAD_BUS(3),
        DEVICE_CRASH(5),
        DEVICE_CRASH_WITHOUT_DISK(1),
        DEVICE_OFFLINE(6),
        DEVICE_PAUSE(4),
        DEVICE_DISK_FULL(1),
        NETWORK_CHANGED(3),
        STORM(1),
        OMIKRON_CUT(3),
        POLLER_OFFLINE(2),
        POLLER_LOST(2),
        REVOKE(1),
        REMOVE(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        boolean isFault() {
            return compareTo(HURRY) > 0;
        }
    }

    private static final List<Kind> WEIGHED = new ArrayList<>();

    static {
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.weight; i++) {
                WEIGHED.add(kind);
            }
        }
    }

    static List<Action> plan(Dice dice, int count, Duration within) {
        List<Action> plan = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            plan.add(new Action(
                    dice.of(WEIGHED),
                    Duration.ofMillis(3_000 + dice.between(0, within.toMillis())),
                    dice.below(1 << 16),
                    dice.below(1 << 16),
                    Duration.ofMillis(dice.between(200, LONGEST_SECONDS * 1_000))));
        }
        plan.sort(Comparator.comparing(Action::at));
        return plan;
    }

    @Override
    public String toString() {
        return String.format("%s at %d ms, %d, %d, %d ms", kind, at.toMillis(), one, other, lasts.toMillis());
    }
}
