package net.tensamin.omega.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Something that happens to the system from outside, at a time.
 *
 * @param one whom, by number, and {@code other} whom else; each means what its kind makes of it
 * @param lasts how long, for what passes
 */
record Action(Kind kind, Duration at, int one, int other, Duration lasts) {
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
        UNSTEADY_DATABASE(2),
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
        OMIKRON_CRASH(2),
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

    /** A history has some faults not at all, and some much more often than others: only so do those meet each other again and again. */
    private static final List<Integer> TIMES = List.of(0, 1, 1, 1, 6);

    /** Each as often as it weighs. */
    static <T> List<T> weighed(T[] all, ToIntFunction<T> weight) {
        List<T> weighed = new ArrayList<>();
        for (T each : all) {
            weighed.addAll(Collections.nCopies(weight.applyAsInt(each), each));
        }
        return weighed;
    }

    /** As many as fit the size. */
    static List<Action> plan(Dice dice, Size.Most size) {
        int count = size.actions() / 10 + 1 + dice.below(size.actions() * 9 / 10);
        long within = dice.between(size.span().toMillis() / 6, size.span().toMillis());
        List<Kind> kinds = weighed(Kind.values(), kind -> kind.isFault() ? kind.weight * dice.of(TIMES) : kind.weight);
        List<Action> plan = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            plan.add(new Action(
                    dice.of(kinds),
                    Duration.ofMillis(3_000 + dice.between(0, within)),
                    dice.below(1 << 16),
                    dice.below(1 << 16),
                    Duration.ofMillis(dice.between(200, size.lasts().toMillis()))));
        }
        plan.sort(Comparator.comparing(Action::at));
        return plan;
    }

    @Override
    public String toString() {
        return String.format("%s at %d ms, %d, %d, %d ms", kind, at.toMillis(), one, other, lasts.toMillis());
    }
}
