package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Things that come due, in a circle of slots (DESIGN 8): adding and removing cost the same however many there are. A thing
 * comes up at most one tick late; one that is due past the horizon comes up at the horizon, to be added again. After a
 * pause of the process the wheel turns a quarter faster until it has caught up: not all comes at once, when what waits already
 * has to be worked off. Thread-safe.
 */
final class Wheel<T> {
    private static final int PACE = 4;
    private static final int PACE_BEHIND = 5;
    private static final int PAUSE = 10;

    private final long tickNanos;
    private final long startNanos;
    private final List<Set<T>> slots;
    private final Map<T, Integer> places = new HashMap<>();
    private long ticks;
    private long lastTarget;
    private long credit;

    Wheel(Duration tick, int slots, long nowNanos) {
        this.tickNanos = tick.toNanos();
        this.startNanos = nowNanos;
        this.slots = Stream.<Set<T>>generate(LinkedHashSet::new).limit(slots).toList();
    }

    /** Adds a thing, or moves it. */
    synchronized void add(T thing, long dueNanos) {
        remove(thing);
        long tick = Math.floorDiv(dueNanos - startNanos + tickNanos - 1, tickNanos);
        long nearest = Math.max(tick, ticks + 1);
        int slot = slot(Math.min(nearest, ticks + slots.size() - 1));
        slots.get(slot).add(thing);
        places.put(thing, slot);
    }

    synchronized void remove(T thing) {
        Integer slot = places.remove(thing);
        if (slot != null) {
            slots.get(slot).remove(thing);
        }
    }

    /** Takes out what has come due. To be called each tick. */
    synchronized List<T> due(long nowNanos) {
        long target = Math.floorDiv(nowNanos - startNanos, tickNanos);
        long passed = target - lastTarget;
        lastTarget = target;
        credit += PACE_BEHIND * (passed < PAUSE ? passed : 1);
        ticks = Math.max(ticks, target - slots.size()); // everything comes up within one turn of the wheel
        List<T> due = new ArrayList<>();
        for (; credit >= PACE && ticks < target; credit -= PACE) {
            ticks++;
            Set<T> slot = slots.get(slot(ticks));
            due.addAll(slot);
            slot.clear();
        }
        credit = Math.min(credit, PACE);
        due.forEach(places::remove);
        return due;
    }

    synchronized int size() {
        return places.size();
    }

    private int slot(long tick) {
        return (int) Math.floorMod(tick, (long) slots.size());
    }
}
