package net.tensamin.omega.concurrent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Things that come due, in a circle of slots: adding one, removing one and finding the next cost the same however many
 * there are. A thing comes up at the first tick that is not before its time. Thread-safe.
 */
public final class Wheel<T> {
    /** Instead of a time: there is nothing to come. */
    public static final long NEVER = Long.MAX_VALUE;

    private final long tickNanos;
    private final long startNanos;
    private final List<Place<T>> slots;
    private final BitSet used;
    private long lastTick;
    private int size;

    /** @param nowNanos a reading of a monotonic clock, as all times of this wheel */
    public Wheel(Duration tick, int slots, long nowNanos) {
        this.tickNanos = tick.toNanos();
        this.startNanos = nowNanos;
        this.slots = new ArrayList<>(slots);
        for (int i = 0; i < slots; i++) {
            this.slots.add(new Place<>(null, NEVER)); // a circle of its own, which others join
        }
        this.used = new BitSet(slots);
    }

    /** Where a thing is, to remove it. */
    public static final class Place<T> {
        private final T thing;
        private final long tick;
        private Place<T> previous = this;
        private Place<T> next = this;

        private Place(T thing, long tick) {
            this.thing = thing;
            this.tick = tick;
        }

        private void insertBefore(Place<T> other) {
            previous = other.previous;
            next = other;
            previous.next = this;
            other.previous = this;
        }

        private boolean isAlone() {
            return next == this;
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }
    }

    /** A thing that is already due comes up at the next tick. */
    public synchronized Place<T> add(T thing, long dueNanos) {
        long tick = Math.max(lastTick + 1, Math.floorDiv(dueNanos - startNanos + tickNanos - 1, tickNanos));
        Place<T> place = new Place<>(thing, tick);
        int slot = slot(tick);
        place.insertBefore(slots.get(slot));
        used.set(slot);
        size++;
        return place;
    }

    /** Does nothing if the thing has come up or was removed. */
    public synchronized void remove(Place<T> place) {
        if (!place.isAlone()) {
            unlink(place);
        }
    }

    private void unlink(Place<T> place) {
        place.unlink();
        size--;
        int slot = slot(place.tick);
        if (slots.get(slot).isAlone()) {
            used.clear(slot);
        }
    }

    /** Takes out what has come due. */
    public synchronized List<T> due(long nowNanos) {
        long target = Math.floorDiv(nowNanos - startNanos, tickNanos);
        long last = Math.min(target, lastTick + slots.size()); // by then each slot was looked at
        List<T> due = new ArrayList<>(0);
        for (long tick = nextUsed(); tick <= last; tick = nextUsed()) {
            takeDue(slots.get(slot(tick)), target, due);
            lastTick = tick;
        }
        lastTick = Math.max(lastTick, target);
        return due;
    }

    private void takeDue(Place<T> slot, long target, List<T> due) {
        for (Place<T> each = slot.next; each != slot; ) {
            Place<T> after = each.next;
            if (each.tick <= target) {
                due.add(each.thing);
                unlink(each);
            }
            each = after;
        }
    }

    /** When to ask for what is due, at the earliest; {@link #NEVER} if there is nothing. It may then be in vain. */
    public synchronized long nextNanos() {
        long tick = nextUsed();
        return tick == NEVER ? NEVER : startNanos + tick * tickNanos;
    }

    /** The next tick whose slot is in use, if only for a later turn of the wheel. */
    private long nextUsed() {
        if (size == 0) {
            return NEVER;
        }
        int from = slot(lastTick + 1);
        int slot = used.nextSetBit(from);
        int ahead = slot >= 0 ? slot - from : used.nextSetBit(0) + slots.size() - from;
        return lastTick + 1 + ahead;
    }

    /** How many things there are. */
    public synchronized int size() {
        return size;
    }

    private int slot(long tick) {
        return (int) Math.floorMod(tick, (long) slots.size());
    }
}
