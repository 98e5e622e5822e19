package net.tensamin.omega.tauri;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.quic.streams.CloseCode;
import net.tensamin.omega.quic.streams.LineStream;

/**
 * One connection of a device, from its handshake to its end (SPEC §2, §3). An identification gives it a {@link Binding}; each
 * request is answered by a {@link TauriExchange}. Thread-safe; nothing blocks.
 */
final class TauriSession implements Acceptor.Lines {
    private static final System.Logger LOG = System.getLogger(TauriSession.class.getName());
    private final Channel channel;
    private final TauriSettings settings;
    private final Surroundings surroundings;
    private final DeviceId device;
    private final String party;
    private final IdleTimeout idle;
    private final long connectedNanos;
    private final TokenBucket messages;
    private final TokenBucket errors;
    private long probeNanos;
    private Binding binding;
    private boolean ended;

    enum State {
        /** Nobody yet: only an identification means anything. */
        UNIDENTIFIED,
        /** Identified, and missing something that the inbox has. */
        CATCHING_UP,
        /** Changes are sent as they come. */
        LIVE,
        CLOSED
    }

    /** Told where a session stands; never called with a session's lock held. */
    interface Roster {
        void identified(TauriSession session);

        /** What is due of it has changed: it is to be {@linkplain #tick called} at once. */
        void due(TauriSession session);

        /** It has its claim on the device; called in the background. */
        default void claimed(TauriSession session, Takeover takeover) {}

        /** Called once, whoever ended it; also for a session that never identified. */
        void ended(TauriSession session);
    }

    /**
     * What a session needs of the rest.
     *
     * @param users whether a user exists; called in the background
     * @param nanos a monotonic clock
     */
    record Surroundings(
            Predicate<UserId> users,
            Inbox inbox,
            Cursors cursors,
            Background background,
            Roster roster,
            TauriLimits limits,
            SessionJournal journal,
            LongSupplier nanos) {}

    TauriSession(Channel channel, TauriSettings settings, Surroundings surroundings) {
        this.channel = channel;
        this.settings = settings;
        this.surroundings = surroundings;
        this.device = DeviceId.of(channel.clientCertificate());
        this.party = "device " + device.value();
        this.idle = new IdleTimeout(channel.idleTimeout());
        this.connectedNanos = now();
        this.probeNanos = connectedNanos;
        this.messages = surroundings.limits().messages();
        this.errors = new TokenBucket(new Rate(settings.errorLimit(), Duration.ofMinutes(1)), surroundings.nanos());
        surroundings.journal().connected();
    }

    @Override
    public void line(LineStream stream, byte[] utf8) {
        if (ended() || !speaksTolerably()) {
            return;
        }
        TauriRequest request = TauriCodec.read(utf8);
        TauriExchange exchange = new TauriExchange(this, stream, request.id());
        try {
            request.message().accept(exchange);
        } catch (RuntimeException e) {
            exchange.failed(e);
        }
    }

    private boolean speaksTolerably() {
        if (messages.take() == 0) {
            return true;
        }
        surroundings.limits().talking(device);
        close(CloseCode.PROTOCOL_ABUSE, "too many messages");
        return false;
    }

    @Override
    public void lineTooLong(LineStream stream) {
        close(CloseCode.PROTOCOL_ABUSE, "line too long");
    }

    @Override
    public boolean keepsOpen(LineStream stream) {
        return boundTo(stream).isPresent();
    }

    @Override
    public void writable(LineStream stream) {
        boundTo(stream).ifPresent(Binding::writable);
    }

    /** The user is kept for as long as a client may stay without one. */
    @Override
    public void stopped(LineStream stream) {
        if (binding().filter(bound -> bound.stop(stream)).isPresent()) {
            surroundings.roster().due(this);
        }
    }

    @Override
    public void certificateEnded() {
        close(CloseCode.CERTIFICATE_ENDED, "certificate ended");
    }

    @Override
    public void sent(long nanos) {
        surroundings.journal().pushed(nanos);
    }

    @Override
    public void closed() {
        end(CloseReason.CLIENT);
    }

    private Optional<Binding> boundTo(LineStream stream) {
        return binding().filter(bound -> bound.speaksOn(stream));
    }

    DeviceId device() {
        return device;
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
        return idle.pingInterval(settings.pingInterval());
    }

    long now() {
        return surroundings.nanos().getAsLong();
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
        return binding().filter(bound -> !ended()).map(bound -> bound.view(Duration.ofNanos(now() - connectedNanos)));
    }

    State state() {
        if (ended()) {
            return State.CLOSED;
        }
        return binding()
                .map(bound -> bound.behind() ? State.CATCHING_UP : State.LIVE)
                .orElse(State.UNIDENTIFIED);
    }

    /**
     * Binds the session to a user, unless it is bound or has ended.
     *
     * @param success the reply, sent before anything else is
     * @return whether it was bound now
     */
    boolean bind(UserId user, LineStream stream, byte[] success) {
        Binding bound;
        synchronized (this) {
            if (ended || binding != null) {
                return false;
            }
            bound = new Binding(this, user, stream);
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
            replaced();
        }
    }

    /** Takes a change of the user's mailbox, in whatever order they come. Never blocks. */
    void deliver(BadgeChange change) {
        binding().ifPresent(bound -> bound.deliver(change));
    }

    /** Has a change looked for in the inbox if it did not come. Never blocks. */
    void announce(long revision) {
        binding().ifPresent(bound -> bound.announce(revision));
    }

    /** Counts an error of the client; the one past the limit ends the session. */
    boolean tolerates() {
        boolean tolerable = errors.take() == 0;
        if (!tolerable) {
            close(CloseCode.PROTOCOL_ABUSE, "too many errors");
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
        OptionalLong due = binding().map(Binding::tick).orElseGet(() -> awaitIdentification(connectedNanos));
        return due.isPresent() ? probe(due.getAsLong()) : due;
    }

    /** The end of a session that did not identify within the time, or when that will be. */
    OptionalLong awaitIdentification(long sinceNanos) {
        long left = sinceNanos + settings.identifyWithin().toNanos() - now();
        if (left <= 0) {
            close(CloseCode.NOT_IDENTIFIED, "not identified in time");
            return OptionalLong.empty();
        }
        return OptionalLong.of(now() + Math.min(left, settings.pingInterval().toNanos()));
    }

    /** Keeps a connection alive that pings do not. */
    private OptionalLong probe(long dueNanos) {
        Optional<Duration> interval = idle.probeInterval();
        if (interval.isEmpty()) {
            return OptionalLong.of(dueNanos);
        }
        if (now() - probeNanos >= 0) {
            channel.ping();
            probeNanos = now() + interval.get().toNanos();
        }
        return OptionalLong.of(probeNanos - dueNanos < 0 ? probeNanos : dueNanos);
    }

    /** Ends the session if its connection would end by itself sooner than is worth keeping it from. */
    void refuseShortIdleTimeout() {
        if (idle.isTooShort()) {
            close(CloseCode.PROTOCOL_ABUSE, "max_idle_timeout below 3 s");
        }
    }

    /** Ends the session because the server stops, and tells the client when to come back: each device at its own time. */
    void goAway() {
        long retryAfterMillis = (long) (device.share() * settings.drainWindow().toMillis());
        close(CloseCode.GOING_AWAY, "retry-after-ms=" + retryAfterMillis);
    }

    /** Ends the session because there are too many of its kind just now; the client may come back. */
    void comeBackAfter(Duration pause) {
        close(CloseCode.GOING_AWAY, "retry-after-ms=" + pause.toMillis());
    }

    /** Ends the session because its device is not let in any more. */
    void revoke() {
        close(CloseCode.REVOKED, "device revoked");
    }

    /** Ends the session because its device has a newer one. */
    void replaced() {
        close(CloseCode.REPLACED, "replaced by a newer session of this device");
    }

    void close(CloseCode code, String reason) {
        if (end(CloseReason.of(code))) {
            channel.close(code.code(), reason);
        }
    }

    /** When it returns nothing more is sent, whoever ended the session first. */
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
