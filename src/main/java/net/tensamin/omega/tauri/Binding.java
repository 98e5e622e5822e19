package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceLifetime;
import net.tensamin.omega.quic.streams.LineStream;

/**
 * What an identification makes of a session (SPEC §2–§4): whose it is, and on which stream the server speaks to it. A client
 * that stops that stream keeps its user for a while, and continues where it identifies again. Thread-safe; nothing blocks.
 */
final class Binding {
    /** So long after the last write a ping follows, within 2 s, whose pong proves what was written. */
    static final Duration PROOF_AFTER = Duration.ofMillis(1_800);

    private final TauriSession session;
    private final UserId user;
    private final DeviceClaim claim;
    private final Heartbeat heartbeat;
    private final SilentPath path;
    private LineStream stream;
    private Delivery delivery;
    private long revision;
    private volatile boolean owesProof;
    private OptionalLong stoppedNanos = OptionalLong.empty();
    private boolean ended;

    /** @param revision the mailbox's, as the client is told */
    Binding(TauriSession session, UserId user, long revision, LineStream stream) {
        this.session = session;
        this.user = user;
        this.revision = revision;
        this.claim = new DeviceClaim(session, user);
        this.heartbeat =
                new Heartbeat(session.pingInterval(), session.settings().pingTimeout(), session.now());
        this.path = new SilentPath(session, user);
        this.stream = stream;
        this.delivery = delivery(stream);
    }

    private Delivery delivery(LineStream on) {
        Surroundings around = session.surroundings();
        return new Delivery(user, on, claim::open, around.inbox(), around.background(), claim);
    }

    UserId user() {
        return user;
    }

    /** The mailbox's revision as far as it is known here, without asking the store. */
    synchronized long revision() {
        return Math.max(revision, delivery.newestRevision());
    }

    /** Begins to take changes, and finds what the device missed. */
    void begin() {
        claim.identified();
        session.surroundings().roster().identified(session);
        delivery().start();
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
     * Continues on another stream, if the one it had was stopped; what is unproven is sent again there.
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
            revision = revision();
            heartbeat.moved();
            path.abandon();
            delivery = delivery(other);
            other.send(success);
        }
        delivery().start();
        return true;
    }

    /** What brings the user's badges to the stream that the server speaks on now. */
    synchronized Delivery delivery() {
        return delivery;
    }

    /** A pong came, and with it perhaps the proof of what was written before its ping. */
    synchronized void ponged() {
        long now = session.now();
        heartbeat.ponged(now, session.surroundings().journal()::ponged).ifPresent(claim::proved);
        path.ponged();
        heartbeat.pingBy(now + path.interval().toNanos());
    }

    /**
     * Something was written: a ping follows while the client is still awake, however long its path may be silent. A client that
     * is written to without a pause is awake, and pinged as often as one that is not written to.
     */
    void wrote() {
        if (heartbeat.wrote(session.now(), PROOF_AFTER, session.pingInterval())) {
            session.surroundings().roster().due(session);
        }
    }

    /** @param stored what is known of all networks of the device */
    synchronized void learn(List<DeviceLifetime> stored, Duration age) {
        path.learn(stored, age);
    }

    /** The store came back older: it is read anew, and no proof from before counts. */
    synchronized void setBack() {
        revision = 0;
        heartbeat.forget();
        claim.takeBack();
        delivery.restart();
    }

    /**
     * The client asks for a proof: a ping follows what is written and neither proven nor followed by one, now and when all that
     * the inbox has is written.
     */
    void prove() {
        owesProof = true;
        pingForProof(session.now());
    }

    /** Has the client show that it is there. */
    synchronized void ask() {
        if (stoppedNanos.isEmpty() && !ended) {
            ping(session.now());
        }
    }

    /** Whether it has answered a ping that was sent then or later. */
    boolean answeredSince(long nanos) {
        return heartbeat.answeredSince(nanos);
    }

    /** Whether a client that asked for a proof still misses something that is to be proven. */
    boolean owesProof() {
        return owesProof;
    }

    private synchronized void pingForProof(long now) {
        owesProof = delivery.behind();
        if (stoppedNanos.isEmpty() && delivery.hasWritten() && !heartbeat.covers(delivery.lastRevision())) {
            ping(now);
        }
    }

    /** A request is being handled, and what the client sends after it waits, pongs included. */
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

    /** Whether the device was claimed since, by a session on another node. */
    boolean yieldsTo(Takeover later) {
        return claim.yieldsTo(later);
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
            session.close(SessionEnding.HEARTBEAT_MISSED);
            return OptionalLong.empty();
        }
        if (heartbeat.pingDue(now)) {
            ping(now);
        } else if (owesProof) {
            pingForProof(now);
        }
        return OptionalLong.of(heartbeat.dueNanos());
    }

    private synchronized void ping(long now) {
        long written = delivery.lastRevision();
        Duration next = path.pinged(heartbeat.awaitsNone());
        heartbeat.pinged(now, written, next);
        session.surroundings().journal().pinged();
        stream.send(TauriLine.of(new TauriMessage.ProvingPing(heartbeat.lastPingMillis(), written, next.toMillis())));
    }

    /** When it returns no badge is sent any more. */
    synchronized void end() {
        ended = true;
        delivery.end();
    }

    /** The session has ended, on whichever side. */
    synchronized void closed(CloseReason reason) {
        path.ended(reason);
        claim.closed(reason, proven());
    }
}
