package net.tensamin.omega.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When a device renews its certificate (SPEC §7): with a third of its life left, tried again until it is done. */
public final class Renewal {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);

    /** A tenth of the time left is a pause, so that enough tries remain. */
    private static final int TRIES_LEFT = 10;

    /** Of a life of minutes no pause is more than this part, or one failure would be its end. */
    private static final int PAUSES_OF_A_LIFE = 20;

    private final RandomGenerator random;
    private Instant notAfter;
    private Duration shortestPause;
    private Instant next;
    private Instant tried = Instant.MIN;

    public Renewal(Instant notBefore, Instant notAfter, RandomGenerator random) {
        this.random = random;
        renewed(notBefore, notAfter);
    }

    /** There is a certificate of this validity now. Devices enrolled on one day do not all renew on one. */
    public void renewed(Instant notBefore, Instant until) {
        notAfter = until;
        Duration life = Duration.between(notBefore, until);
        Duration third = life.dividedBy(3);
        Duration part = life.dividedBy(PAUSES_OF_A_LIFE);
        shortestPause = part.compareTo(SHORTEST_PAUSE) < 0 ? part : SHORTEST_PAUSE;
        tried = Instant.MIN;
        next = until.minus(third).plusMillis(random.nextLong(Math.max(1, third.toMillis() / 4)));
    }

    /** A clock that went back since the last try says nothing of how long that is ago. */
    public boolean due(Instant now) {
        return !now.isBefore(next) || now.isBefore(tried);
    }

    /** It is under way, or has failed: not again for a while. */
    public void tried(Instant now) {
        tried = now;
        Duration pause = Duration.between(now, notAfter).dividedBy(TRIES_LEFT);
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        next = now.plus(pause.compareTo(shortestPause) < 0 ? shortestPause : pause);
    }
}
