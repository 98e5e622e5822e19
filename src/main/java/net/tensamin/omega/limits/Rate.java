package net.tensamin.omega.limits;

import java.time.Duration;
import net.tensamin.omega.configuration.Setting;

/**
 * So many at once, and as many again spread evenly over each such time: a token bucket. Written {@code 1000/PT10S}.
 *
 * <p>A bucket is one number, the time at which it will be full again: a bucket that was never used need not be told
 * apart from one that has long been unused.
 */
public record Rate(int amount, Duration per) {
    private static final int MOST = 10_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LARGEST_DEBT = Duration.ofDays(1_000);

    public Rate {
        if (amount < 1 || amount > MOST || per.compareTo(SHORTEST) < 0 || per.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("not a rate: " + amount + "/" + per);
        }
    }

    public static Setting<Rate> setting(String name, Rate preset, String meaning) {
        return Setting.of(name, preset, "a rate such as 1000/PT10S", Rate::parse, meaning);
    }

    private static Rate parse(String text) {
        String[] parts = text.split("/", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("not a rate: " + text);
        }
        return new Rate(Integer.parseInt(parts[0].strip()), Duration.parse(parts[1].strip()));
    }

    /** How long after {@code now} a bucket that will be full at {@code full} has a token; 0 if it has one. */
    long waitNanos(long full, long now) {
        return Math.max(0, full - now - (per.toNanos() - nanosEach()));
    }

    /** When a bucket is full again of which a token was taken at {@code now}. */
    long fullAfter(long full, long now) {
        return fullAfter(full, now, 1);
    }

    /** Likewise for several tokens, even more than there are: see {@link #debtNanos}. */
    long fullAfter(long full, long now, int tokens) {
        long from = full - now > 0 ? full : now;
        return from + nanosEach() * Math.min(tokens, LARGEST_DEBT.toNanos() / nanosEach());
    }

    /** How long after {@code now} a bucket that will be full at {@code full} owes nothing; 0 if it does not. */
    long debtNanos(long full, long now) {
        return Math.max(0, full - now - per.toNanos());
    }

    private long nanosEach() {
        return per.toNanos() / amount;
    }

    @Override
    public String toString() {
        return amount + "/" + per;
    }
}
