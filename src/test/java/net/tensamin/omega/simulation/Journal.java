package net.tensamin.omega.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What happened in a history: its first failure, its last lines for people, and a number that stands for all of them. */
final class Journal {
    private static final int KEPT = Integer.getInteger("simulation.lines", 60);

    private final Deque<Line> lines = new ArrayDeque<>();
    private LongSupplier nanos = () -> 0;
    private Optional<Failure> failure = Optional.empty();
    private long digest = 0xcbf29ce484222325L; // FNV-1a
    private long steps;

    private record Line(long nanos, String text) {
        @Override
        public String toString() {
            return String.format("%11.6f  %s", nanos / 1e9, text);
        }
    }

    /** @param nanos since the beginning */
    record Failure(String what, long nanos, long step, Throwable cause) {}

    void clockedBy(LongSupplier clock) {
        nanos = clock;
    }

    void step() {
        steps++;
    }

    long steps() {
        return steps;
    }

    void say(String line) {
        long now = nanos.getAsLong();
        mix(now);
        for (int i = 0; i < line.length(); i++) {
            mix(line.charAt(i));
        }
        if (lines.size() >= KEPT) {
            lines.poll();
        }
        lines.add(new Line(now, line));
    }

    private void mix(long value) {
        digest = (digest ^ value) * 0x100000001b3L;
    }

    /** The same for the same history, and mostly for no other. */
    String digest() {
        return String.format("%016x", digest ^ steps);
    }

    void fail(String what) {
        fail(what, null);
    }

    /** The first counts. */
    void fail(String what, Throwable cause) {
        if (failure.isEmpty()) {
            say("FAILED: " + what);
            failure = Optional.of(new Failure(what, nanos.getAsLong(), steps, cause));
        }
    }

    boolean hasFailed() {
        return failure.isPresent();
    }

    Optional<Failure> failure() {
        return failure;
    }

    String lines() {
        return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }
}
