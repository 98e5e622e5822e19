package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.OptionalLong;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.quic.streams.CloseCode;
import net.tensamin.omega.quic.streams.LineStream;

/**
 * What an identification makes of a session (SPEC §2–§4): whose it is, on which stream the server speaks, what its device has
 * got. A client that stops that stream keeps its user for a while, and goes on where it identifies again. Thread-safe; nothing
 * blocks.
 */
final class Binding {
    private final TauriSession session;
    private final UserId user;
    private final Heartbeat heartbeat;
    private LineStream stream;
    private Delivery delivery;
    private volatile long claim;
    private OptionalLong stoppedNanos = OptionalLong.empty();
    private boolean ended;

    Binding(TauriSession session, UserId user, LineStream stream) {
        this.session = session;
        this.user = user;
        this.heartbeat =
                new Heartbeat(session.pingInterval(), session.settings().pingTimeout(), session.now());
        this.stream = stream;
        this.delivery = delivery(stream);
    }

    private Delivery delivery(LineStream on) {
        TauriSession.Surroundings around = session.surroundings();
        return new Delivery(user, on, this::open, around.inbox(), around.background(), new WrittenBadges());
    }

    UserId user() {
        return user;
    }

    /** Has changes come, and finds what the device missed. */
    void begin() {
        session.surroundings().journal().identified(user, session.party());
        session.surroundings().roster().identified(session);
        delivery().start();
    }

    /** In the background. */
    private long open() {
        Opening opening = session.surroundings().cursors().open(user, session.device());
        claim(opening.claim());
        session.surroundings().roster().claimed(session, new Takeover(user, session.device(), claim));
        return opening.revision();
    }

    /** The last one counts, in whatever order they come: a session that moves has another before it knows of its first. */
    private synchronized void claim(long made) {
        claim = Math.max(claim, made);
    }

    /** Whether that is the stream that identified last, which carries all that the server starts. */
    synchronized boolean speaksOn(LineStream some) {
        return stream.equals(some);
    }

    /**
     * The client reads nothing of this stream any more.
     *
     * @return whether the server now has no stream to speak on
     */
    synchronized boolean stop(LineStream stopped) {
        if (stoppedNanos.isPresent() || !speaksOn(stopped)) {
            return false;
        }
        stoppedNanos = OptionalLong.of(session.now());
        delivery.end();
        return true;
    }

    /**
     * Goes on on another stream, if the one it had was stopped; what is unproven is sent again there.
     *
     * @param success sent there before anything else is
     */
    boolean move(LineStream other, byte[] success) {
        synchronized (this) {
            if (ended || stoppedNanos.isEmpty() || other.hasEnded()) {
                return false;
            }
            stoppedNanos = OptionalLong.empty();
            stream = other;
            heartbeat.moved();
            delivery = delivery(other);
            other.send(success);
        }
        delivery().start();
        return true;
    }

    synchronized Delivery delivery() {
        return delivery;
    }

    /** Takes a change of the user's mailbox, in whatever order they come. */
    void deliver(BadgeChange change) {
        delivery().take(change);
    }

    /** Has a change looked for in the inbox if it did not come. */
    void announce(long revision) {
        delivery().announce(revision);
    }

    /** The server's stream takes badges again. */
    void writable() {
        delivery().writable();
    }

    /** A pong came, and with it perhaps the proof of what was written before its ping. */
    void ponged() {
        heartbeat
                .ponged(session.now(), session.surroundings().journal()::ponged)
                .ifPresent(this::proved);
    }

    private void proved(long revision) {
        session.surroundings().cursors().prove(user, session.device(), claim, revision);
        session.surroundings().journal().proved(user, session.party(), revision);
    }

    /** A request is handled, and what comes after it waits; pongs too. */
    void hold() {
        heartbeat.hold(session.now());
    }

    /** The request is answered. */
    void release() {
        heartbeat.release(session.now());
    }

    /** The round trip of the last answered ping, -1 before the first. */
    long lastPingMillis() {
        return heartbeat.lastPingMillis();
    }

    /** The revision up to which everything is known to have arrived on this session. */
    long proven() {
        return heartbeat.proven();
    }

    /** Whether something is missing that the inbox has. */
    boolean behind() {
        return delivery().behind();
    }

    /** Whether the device was claimed since, by a session on another node. */
    boolean yieldsTo(Takeover later) {
        return user.equals(later.user()) && claim > 0 && claim < later.claim();
    }

    SessionView view(Duration age) {
        return new SessionView(
                user, session.device(), age, lastPingMillis(), delivery().lag(proven()));
    }

    /**
     * Does what is due: a ping, or the end of a session that did not answer or has no stream.
     *
     * @return when to call again at the latest; empty after the end
     */
    OptionalLong tick() {
        OptionalLong since = stoppedNanos();
        return since.isPresent() ? session.awaitIdentification(since.getAsLong()) : beat();
    }

    private synchronized OptionalLong stoppedNanos() {
        return stoppedNanos;
    }

    private OptionalLong beat() {
        long now = session.now();
        if (heartbeat.missed(now)) {
            session.close(CloseCode.HEARTBEAT_MISSED, "heartbeat missed");
            return OptionalLong.empty();
        }
        if (heartbeat.pingDue(now)) {
            ping(now);
        }
        return OptionalLong.of(heartbeat.dueNanos());
    }

    private synchronized void ping(long now) {
        heartbeat.pinged(now, delivery.lastRevision());
        stream.send(TauriLine.of(new TauriMessage.Ping(heartbeat.lastPingMillis())));
    }

    /** When it returns no badge is sent any more. */
    synchronized void end() {
        ended = true;
        delivery.end();
    }

    /** The session has ended, by whomever. */
    void closed(CloseReason reason) {
        session.surroundings().cursors().prove(user, session.device(), claim, proven());
        session.surroundings().journal().closed(user, session.party(), reason);
    }

    /** Tells the journal what is delivered. */
    private final class WrittenBadges implements Delivery.Written {
        @Override
        public void badge(Badge badge, boolean replayed) {
            session.surroundings().journal().written(user, session.party(), badge, replayed);
        }

        @Override
        public void spilled(long revision) {
            session.surroundings().journal().spilled(user, session.party(), revision);
        }
    }
}
