package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceLifetime;
import net.tensamin.omega.device.MappingLifetime;
import net.tensamin.omega.device.Network;
import net.tensamin.omega.quic.streams.CloseCode;
import net.tensamin.omega.quic.tls.Silence;

/**
 * For how long a session's path may be silent (SPEC §3). A ping that follows a silence tests whether the path survives
 * that. Guarded by its {@link Binding}.
 */
final class SilentPath {
    /** A later answer may be one that the device gave when it spoke by itself. Shorter than a client waits before it does. */
    static final Duration AT_ONCE = Duration.ofSeconds(4);

    /** A device that comes back later than this has a reason of its own. */
    static final Duration COMES_BACK_WITHIN = Duration.ofMinutes(1);

    private final TauriSession session;
    private final UserId user;
    private MappingLifetime lifetime = new MappingLifetime(0, 0, 0);
    private Optional<Silence> tried = Optional.empty();
    private boolean unkept;

    SilentPath(TauriSession session, UserId user) {
        this.session = session;
        this.user = user;
    }

    /**
     * A ping leaves.
     *
     * @param alone whether no earlier one is unanswered: the next pong is then its answer
     * @return how long after it the next one is to leave, if it is answered at once
     */
    Duration pinged(boolean alone) {
        follow();
        Silence silence = session.channel().takeSilence();
        if (!alone) {
            return interval();
        }
        tried = isLong(silence.length()) ? Optional.of(silence) : Optional.empty();
        return tried.map(some -> interval(lifetime.held(some.length().toMillis())))
                .orElseGet(this::interval);
    }

    /** What NATs forget sooner is no concern: pings come more often than that. */
    private boolean isLong(Duration silence) {
        return silence.multipliedBy(4).compareTo(session.pingInterval().multipliedBy(3)) >= 0;
    }

    /** How long the path may be silent as far as is known. */
    Duration interval() {
        return interval(lifetime);
    }

    private Duration interval(MappingLifetime known) {
        return known.next(
                session.pingInterval(),
                session.longestPingInterval(),
                lifetimes().now());
    }

    /** The ping that tried was answered, or an earlier one. */
    void ponged() {
        Optional<Silence> answered = tried;
        tried = Optional.empty();
        answered.ifPresent(silence -> {
            if (hasMoved(silence)) {
                forgotten(silence);
            } else if (since(silence).compareTo(AT_ONCE) <= 0) {
                held(silence);
            } else {
                unanswered(silence);
            }
        });
    }

    /** No pong will come, or nobody can tell for which ping. */
    void abandon() {
        tried = Optional.empty();
    }

    /** The session is over; a device that was silent and comes back soon had a path that was forgotten. */
    void ended(CloseReason reason) {
        boolean replaced = reason.equals(CloseReason.of(CloseCode.REPLACED));
        boolean lost = reason.equals(CloseReason.CLIENT) || reason.equals(CloseReason.of(CloseCode.HEARTBEAT_MISSED));
        Optional<Silence> open = tried.filter(silence -> replaced || lost);
        tried = Optional.empty();
        if (open.filter(silence -> replaced && isRecent(silence) || hasMoved(silence))
                .isPresent()) {
            forgotten(open.get());
        } else if (open.isPresent()) {
            unanswered(open.get());
            keep(
                    open.get().length().toMillis(),
                    lifetimes().now() - since(open.get()).toMillis());
        } else if (unkept) {
            keep(0, 0);
        }
    }

    /** @param stored what is known of all networks of the device */
    void learn(List<DeviceLifetime> stored, Duration age) {
        long connected = lifetimes().now() - age.toMillis();
        for (DeviceLifetime each : stored) {
            boolean forgot = each.open() > 0 && Math.abs(connected - each.openedAt()) <= COMES_BACK_WITHIN.toMillis();
            MappingLifetime known = forgot ? each.lifetime().forgotten(each.open(), each.openedAt()) : each.lifetime();
            if (forgot) {
                session.surroundings().journal().silence("forgotten");
                lifetimes().keep(DeviceLifetime.of(user, session.device(), known));
            }
            if (known.network() == lifetime.network()) {
                lifetime = known.with(lifetime);
            }
        }
    }

    private void held(Silence silence) {
        session.surroundings().journal().silence("held");
        MappingLifetime longer = lifetime.held(silence.length().toMillis());
        unkept |= !longer.equals(lifetime);
        lifetime = longer;
    }

    private void unanswered(Silence silence) {
        session.surroundings().journal().silence("unanswered");
        lifetime = lifetime.unanswered(silence.length().toMillis(), lifetimes().now());
        keep(0, 0);
    }

    private void forgotten(Silence silence) {
        session.surroundings().journal().silence("forgotten");
        lifetime = lifetime.forgotten(silence.length().toMillis(), lifetimes().now());
        keep(0, 0);
    }

    private boolean hasMoved(Silence silence) {
        return isRecent(silence) && !session.channel().remoteAddress().equals(silence.client());
    }

    private boolean isRecent(Silence silence) {
        return since(silence).compareTo(COMES_BACK_WITHIN) <= 0;
    }

    private Duration since(Silence silence) {
        return Duration.ofNanos(session.now() - silence.endedNanos());
    }

    /** In another network nothing is known, until it is read. */
    private void follow() {
        Network here = Network.of(session.channel().remoteAddress().getAddress());
        if (here.key() != lifetime.network()) {
            if (unkept) {
                keep(0, 0);
            }
            lifetime = MappingLifetime.unknown(here);
            lifetimes().ask(session);
        }
    }

    private void keep(long open, long openedAt) {
        unkept = false;
        lifetimes().keep(new DeviceLifetime(user, session.device(), lifetime, open, openedAt));
    }

    private Lifetimes lifetimes() {
        return session.surroundings().lifetimes();
    }
}
