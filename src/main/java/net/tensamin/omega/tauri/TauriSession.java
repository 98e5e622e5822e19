package net.tensamin.omega.tauri;

import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceLifetime;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.threads.OutOfMemory;

/**
 * One connection of a device, from its handshake to its end (SPEC §2, §3). An identification gives it a {@link Binding}; what
 * the client says comes by its {@link SessionLines}. Thread-safe; nothing blocks.
 */
final class TauriSession {
    private static final System.Logger LOG = System.getLogger(TauriSession.class.getName());
    private final Channel channel;
    private final TauriSettings settings;
    private final Surroundings surroundings;
    private final DeviceId device;
    private final Optional<CertificateIdentity> owner;
    private final String party;
    private final SessionTimes times;
    private final SessionLines lines;
    private final TokenBucket errors;
    private Binding binding;
    private boolean ended;
    private volatile boolean identifying;

    enum State {
        /** Nobody yet: only an identification means anything. */
        UNIDENTIFIED,
        /** Identified, and still missing something that the inbox has. */
        CATCHING_UP,
        /** Changes are sent as they come. */
        LIVE,
        CLOSED
    }

    TauriSession(Channel channel, TauriSettings settings, Surroundings surroundings) {
        this.channel = channel;
        this.settings = settings;
        this.surroundings = surroundings;
        X509Certificate certificate = channel.clientCertificate();
        this.device = DeviceId.of(certificate);
        this.owner = CertificateIdentity.of(certificate);
        this.party = "device " + device.value();
        this.times = new SessionTimes(channel, settings, surroundings.nanos());
        this.lines = new SessionLines(this);
        this.errors = new TokenBucket(new Rate(settings.errorLimit(), Duration.ofMinutes(1)), surroundings.nanos());
        surroundings.journal().connected();
    }

    /** Is called with what the client sends. */
    Acceptor.Lines lines() {
        return lines;
    }

    /** The client reads nothing of this stream any more. Its user is kept for as long as a client may stay without one. */
    void stopped(LineStream stream) {
        if (binding().filter(bound -> bound.stop(stream)).isPresent()) {
            surroundings.roster().due(this);
        }
    }

    /** The connection has ended, and not because the server closed it. */
    void leftByClient() {
        end(CloseReason.CLIENT);
    }

    DeviceId device() {
        return device;
    }

    /** Whom the client's certificate speaks for; empty for nobody. */
    Optional<CertificateIdentity> owner() {
        return owner;
    }

    /** What the device is called in traces. */
    String party() {
        return party;
    }

    Channel channel() {
        return channel;
    }

    TauriSettings settings() {
        return settings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Duration pingInterval() {
        return times.pingInterval();
    }

    Duration longestPingInterval() {
        return times.longestPingInterval();
    }

    /** @param stored what is known of all networks of the device */
    void learn(List<DeviceLifetime> stored) {
        binding().ifPresent(bound -> bound.learn(stored, times.age()));
    }

    long now() {
        return times.now();
    }

    /** Empty before identification. */
    synchronized Optional<Binding> binding() {
        return Optional.ofNullable(binding);
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Empty unless it is identified and has not ended. */
    Optional<SessionView> view() {
        return binding().filter(bound -> !ended()).map(bound -> bound.view(times.age()));
    }

    State state() {
        if (ended()) {
            return State.CLOSED;
        }
        return binding()
                .map(bound -> bound.delivery().behind() ? State.CATCHING_UP : State.LIVE)
                .orElse(State.UNIDENTIFIED);
    }

    /**
     * Binds the session to a user, unless it is bound or has ended.
     *
     * @param success the reply, sent before anything else is
     * @param revision the mailbox's, which the reply has
     * @return whether it was bound now
     */
    boolean bind(UserId user, LineStream stream, byte[] success, long revision) {
        Binding bound;
        synchronized (this) {
            if (ended || binding != null) {
                return false;
            }
            bound = new Binding(this, user, revision, stream);
            binding = bound;
            stream.send(success);
        }
        begin(bound::begin, stream);
        return true;
    }

    /**
     * Moves a session whose stream the client has stopped to another.
     *
     * @param success the reply, sent before anything else is
     * @return whether it was moved now
     */
    boolean move(UserId user, LineStream stream, byte[] success) {
        Optional<Binding> moved =
                binding().filter(bound -> bound.user().equals(user)).filter(bound -> bound.move(stream, success));
        moved.ifPresent(bound -> begin(() -> surroundings.roster().due(this), stream));
        return moved.isPresent();
    }

    /**
     * Whatever fails here ends the session with 100: once told of {@code success} the client would wait for pushes that nobody
     * sends. The stream may have been stopped before anybody knew whose it is.
     */
    private void begin(Runnable beginning, LineStream stream) {
        try {
            beginning.run();
        } catch (RuntimeException | Error e) { // an Error may come and go, as one for want of files does
            OutOfMemory.endIf(e);
            LOG.log(Level.ERROR, "The session of device " + device + " could not begin, closing", e);
            goAway();
        }
        if (stream.hasEnded()) {
            stopped(stream);
        }
    }

    /** Ends the session if the device was claimed since, by one on another node. */
    void yieldTo(Takeover later) {
        if (binding().filter(bound -> bound.yieldsTo(later)).isPresent()) {
            close(SessionEnding.REPLACED);
        }
    }

    /** Takes a change of the user's mailbox, in whatever order they come. Never blocks. */
    void deliver(BadgeChange change) {
        binding().ifPresent(bound -> bound.delivery().take(change));
    }

    /** Looks in the inbox for a change up to this revision if it has not arrived. Never blocks. */
    void announce(long revision) {
        binding().ifPresent(bound -> bound.delivery().announce(revision));
    }

    /**
     * The store came back older than what was sent: all that it has is sent again, unless the user is gone. May block.
     */
    void setBack() {
        binding().ifPresent(bound -> {
            if (isGone(bound.user())) {
                close(SessionEnding.ACCOUNT_REMOVED);
            } else {
                bound.setBack();
            }
        });
    }

    /** Nobody may be able to say just now; what was noticed must not be lost with that. */
    private boolean isGone(UserId user) {
        try {
            return !surroundings.users().test(user);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "Whether user " + user + " exists is not known; its session begins anew", e);
            return false;
        }
    }

    /** The hash of its device, so that sets of sessions have the same order in each run. */
    @Override
    public int hashCode() {
        return device.hashCode();
    }

    /** Counts an error of the client; one too many ends the session. */
    boolean tolerates() {
        boolean tolerable = errors.take() == 0;
        if (!tolerable) {
            close(SessionEnding.TOO_MANY_ERRORS);
        }
        return tolerable;
    }

    /**
     * Does what is due: a ping, or the end of a session that did not identify or did not answer.
     *
     * @return when to call again at the latest; empty after the end
     */
    OptionalLong tick() {
        if (ended()) {
            return OptionalLong.empty();
        }
        OptionalLong due = binding().map(Binding::tick).orElseGet(() -> awaitIdentification(times.connectedNanos()));
        return due.isPresent() ? OptionalLong.of(times.probe(due.getAsLong())) : due;
    }

    /** The end of a session that did not identify within the time, or when that will be. */
    OptionalLong awaitIdentification(long sinceNanos) {
        OptionalLong due = times.identification(sinceNanos);
        if (due.isEmpty() && identifying) {
            surroundings.limits().unavailable(this);
        } else if (due.isEmpty()) {
            close(SessionEnding.NOT_IDENTIFIED);
        }
        return due;
    }

    /** Whether the client has said who it is, and is not answered yet: the wait is not its fault. */
    void identifying(boolean waits) {
        identifying = waits;
    }

    /** Ends the session if its connection's idle timeout is too short to be worth keeping alive. */
    void refuseShortIdleTimeout() {
        if (times.isIdleTimeoutTooShort()) {
            close(SessionEnding.IDLE_TIMEOUT_TOO_SHORT);
        }
    }

    /** Ends the session because the server is stopping, and tells the client when to come back: each device at its own time. */
    void goAway() {
        long retryAfterMillis = (long) (device.share() * settings.drainWindow().toMillis());
        close(SessionEnding.comeBackAfter(Duration.ofMillis(retryAfterMillis)));
    }

    void close(SessionEnding ending) {
        if (end(CloseReason.of(ending.code()))) {
            channel.close(ending.code().code(), ending.reason());
        }
    }

    /** Once it returns nothing more is sent, whoever ended the session first. */
    private boolean end(CloseReason reason) {
        boolean first;
        synchronized (this) {
            first = !ended;
            ended = true;
        }
        binding().ifPresent(Binding::end);
        if (first) {
            binding().ifPresentOrElse(bound -> bound.closed(reason), () -> surroundings
                    .journal()
                    .closed(reason));
            surroundings.roster().ended(this);
        }
        return first;
    }
}
