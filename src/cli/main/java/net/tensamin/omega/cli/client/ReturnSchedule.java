package net.tensamin.omega.cli.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client stays away before it connects again. Waits are random, so that a million clients that lost one server
 * do not come back at once, and grow, so that a server in trouble is not kept there.
 */
final class ReturnSchedule {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(1);
    static final Duration FIRST_ASIDE = Duration.ofMinutes(1);
    static final Duration LONGEST_ASIDE = Duration.ofHours(1);

    /** Doubling stops here; the longest waits are reached before. */
    private static final int MOST_DOUBLINGS = 10;

    private final RandomGenerator random;
    private int tries;
    private int replacements;

    ReturnSchedule(RandomGenerator random) {
        this.random = random;
    }

    /** The wait after this ending, which {@link Ending.Comeback#NEVER} has none of; never less than Omega asked for. */
    Duration after(Ending ending) {
        Duration wait =
                switch (ending.comeback()) {
                    case STAND_ASIDE -> upperHalf(doubled(FIRST_ASIDE, replacements++, LONGEST_ASIDE));
                    case LATER -> upperHalf(LONGEST);
                    default -> below(doubled(FIRST, tries++, LONGEST));
                };
        return wait.compareTo(ending.retryAfter()) < 0 ? ending.retryAfter() : wait;
    }

    /** The wait when there is a reason to hope, such as another network. */
    Duration hopeful() {
        return below(FIRST);
    }

    /**
     * A session holds: it answered a ping. What only connects and is closed again is none that holds.
     *
     * @param age of the session
     */
    void holds(Duration age) {
        tries = 0;
        if (age.compareTo(LONGEST_ASIDE) > 0) {
            replacements = 0;
        }
    }

    private static Duration doubled(Duration first, int times, Duration longest) {
        Duration doubled = first.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    private Duration below(Duration ceiling) {
        return Duration.ofMillis(random.nextLong(ceiling.toMillis() + 1));
    }

    private Duration upperHalf(Duration ceiling) {
        return ceiling.dividedBy(2).plus(below(ceiling.dividedBy(2)));
    }
}
