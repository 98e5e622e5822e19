package net.tensamin.omega.device;

import java.time.Duration;

/**
 * For how long the NATs between a device in one network and this server are known to keep the mapping of a silent path (RFC 4787 §4.3),
 * and so how rarely it needs a ping. The search goes up by steps, and rests for a day once a step was too much. Immutable; times are
 * milliseconds, and moments those since 1970.
 *
 * @param network {@link Network#key}; 0 for none
 * @param held the longest silence after which the device answered at once; 0 for none
 * @param restsUntil before this no longer silence is tried
 */
public record MappingLifetime(long network, long held, long restsUntil) {
    static final Duration REST = Duration.ofDays(1);
    private static final int STEP = 8;
    private static final int MARGIN = 32;

    public static MappingLifetime unknown(Network network) {
        return new MappingLifetime(network.key(), 0, 0);
    }

    /** How long the path may be silent next. */
    public Duration next(Duration shortest, Duration longest, long now) {
        long wanted = now < restsUntil ? held - held / MARGIN : held + held / STEP;
        return Duration.ofMillis(Math.max(shortest.toMillis(), Math.min(wanted, longest.toMillis())));
    }

    /** The device answered at once, from where it was. */
    public MappingLifetime held(long silence) {
        return silence > held ? new MappingLifetime(network, silence, restsUntil) : this;
    }

    /**
     * The device did not answer at once, which may have many causes: no longer silence is tried for a day. If a silence
     * of that length had held before, and the previous try went no better, the NAT has changed.
     */
    public MappingLifetime unanswered(long silence, long now) {
        boolean again = now - (restsUntil - REST.toMillis())
                <= 2 * silence + Duration.ofMinutes(1).toMillis();
        return again ? forgotten(silence, now) : new MappingLifetime(network, held, now + REST.toMillis());
    }

    /** The device came back on another path: what had held so far no longer does, if it was this long. */
    public MappingLifetime forgotten(long silence, long now) {
        long left = silence > held ? held : silence - silence / 4;
        return new MappingLifetime(network, left, now + REST.toMillis());
    }

    /** With what another session has learnt of the same network. */
    public MappingLifetime with(MappingLifetime other) {
        return new MappingLifetime(network, Math.max(held, other.held), Math.max(restsUntil, other.restsUntil));
    }
}
