package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.quic.streams.CloseCode;
import net.tensamin.omega.quic.streams.LineStream;

/**
 * One connection of a device, from its handshake to its end (SPEC §2, §3): who it is, whether it is alive. Each request is
 * answered by a {@link TauriExchange}. Thread-safe; nothing blocks.
 */
final class TauriSession implements Acceptor.Lines {
    static final String REPLACED = "replaced by a newer session of this device";

    private final Channel channel;
    private final TauriSettings settings;
    private final Surroundings surroundings;
    private final DeviceId device;
    private final long connectedNanos;
    private final TokenBucket errors;
    private final String party;
    private Binding binding;
    private volatile long claim;
    private boolean ended;

    enum State {
        /** Nobody yet: only an identification means anything. */
        UNIDENTIFIED,
        /** Somebody, who is missing something that the inbox has. */
        CATCHING_UP,
        /** Changes are sent as they come. */
        LIVE,
        CLOSED
    }

    /** Told where a session stands; never called with a session's lock held. */
    interface Roster {
        void identified(TauriSession session);

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
            SessionJournal journal,
            LongSupplier nanos) {}

    /**
     * What an identification makes.
     *
     * @param stream the one that identified, which carries all that the server starts
     */
    record Binding(UserId user, LineStream stream, Heartbeat heartbeat, Delivery delivery) {}

    TauriSession(Channel channel, TauriSettings settings, Surroundings surroundings) {
        this.channel = channel;
        this.settings = settings;
        this.surroundings = surroundings;
        this.device = DeviceId.of(channel.clientCertificate());
        this.party = "device " + device.value();
        this.connectedNanos = now();
        this.errors = new TokenBucket(new Rate(settings.errorLimit(), Duration.ofMinutes(1)), surroundings.nanos());
        surroundings.journal().connected();
    }

    @Override
    public void line(LineStream stream, byte[] utf8) {
        if (ended()) {
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

    @Override
    public void lineTooLong(LineStream stream) {
        close(CloseCode.PROTOCOL_ABUSE, "line too long");
    }

    @Override
    public boolean keepsOpen(LineStream stream) {
        return binding().filter(bound -> bound.stream().equals(stream)).isPresent();
    }

    @Override
    public void writable(LineStream stream) {
        binding().filter(bound -> bound.stream().equals(stream)).ifPresent(bound -> bound.delivery()
                .writable());
    }

    @Override
    public void sent(long nanos) {
        surroundings.journal().pushed(nanos);
    }

    @Override
    public void closed() {
        end(CloseReason.CLIENT);
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

    /** Empty before identification. */
    synchronized Optional<Binding> binding() {
        return Optional.ofNullable(binding);
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Empty unless it is identified and has not ended. */
    Optional<SessionView> view() {
        Duration age = Duration.ofNanos(now() - connectedNanos);
        return binding()
                .filter(bound -> !ended())
                .map(bound -> new SessionView(
                        bound.user(),
                        device,
                        age,
                        bound.heartbeat().lastPingMillis(),
                        bound.delivery().lag(bound.heartbeat().proven())));
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
     * @return whether it was bound now
     */
    boolean bind(UserId user, LineStream stream, byte[] success) {
        LongSupplier cursor = () -> open(user);
        Delivery delivery = new Delivery(
                user, stream, cursor, surroundings.inbox(), surroundings.background(), new WrittenBadges(user));
        synchronized (this) {
            if (ended || binding != null) {
                return false;
            }
            Heartbeat heartbeat = new Heartbeat(settings.pingInterval(), settings.pingTimeout(), now());
            binding = new Binding(user, stream, heartbeat, delivery);
            stream.send(success);
        }
        surroundings.journal().identified(user, party);
        surroundings.roster().identified(this);
        delivery.start();
        return true;
    }

    /** In the background. */
    private long open(UserId user) {
        Opening opening = surroundings.cursors().open(user, device);
        claim = opening.claim();
        surroundings.roster().claimed(this, new Takeover(user, device, claim));
        return opening.revision();
    }

    /** Ends the session if the device was claimed since, by one on another node. */
    void yieldTo(Takeover later) {
        boolean replaced = claim > 0 && claim < later.claim();
        if (replaced
                && binding().filter(bound -> bound.user().equals(later.user())).isPresent()) {
            close(CloseCode.REPLACED, REPLACED);
        }
    }

    /** Takes a change of the user's mailbox, in whatever order they come. Never blocks. */
    void deliver(BadgeSequence.Change change) {
        binding().ifPresent(bound -> bound.delivery().take(change));
    }

    /** Has a change looked for in the inbox if it did not come. Never blocks. */
    void announce(long revision) {
        binding().ifPresent(bound -> bound.delivery().announce(revision));
    }

    /** A pong came, and with it perhaps the proof of what was written before its ping. */
    void ponged(Binding bound) {
        bound.heartbeat().ponged(now(), surroundings.journal()::ponged).ifPresent(revision -> {
            surroundings.cursors().prove(bound.user(), device, claim, revision);
            surroundings.journal().proved(bound.user(), party, revision);
        });
    }

    /** Tells the journal what this session's delivery does. */
    private final class WrittenBadges implements Delivery.Written {
        private final UserId user;

        private WrittenBadges(UserId user) {
            this.user = user;
        }

        @Override
        public void badge(Badge badge, boolean replayed) {
            surroundings.journal().written(user, party, badge, replayed);
        }

        @Override
        public void spilled(long revision) {
            surroundings.journal().spilled(user, party, revision);
        }
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
        return binding().map(this::tickBound).orElseGet(this::tickUnidentified);
    }

    private OptionalLong tickUnidentified() {
        long deadline = connectedNanos + settings.identifyWithin().toNanos();
        long untilDeadline = deadline - now();
        if (untilDeadline <= 0) {
            close(CloseCode.NOT_IDENTIFIED, "not identified in time");
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                now() + Math.min(untilDeadline, settings.pingInterval().toNanos()));
    }

    private OptionalLong tickBound(Binding bound) {
        Heartbeat heartbeat = bound.heartbeat();
        if (heartbeat.missed(now())) {
            close(CloseCode.HEARTBEAT_MISSED, "heartbeat missed");
            return OptionalLong.empty();
        }
        if (heartbeat.pingDue(now())) {
            heartbeat.pinged(now(), bound.delivery().lastRevision());
            bound.stream().send(TauriLine.of(new TauriMessage.Ping(heartbeat.lastPingMillis())));
        }
        return OptionalLong.of(heartbeat.dueNanos());
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
        binding().ifPresent(bound -> bound.delivery().end());
        if (first) {
            binding()
                    .ifPresentOrElse(
                            bound -> {
                                seenLast(bound);
                                surroundings.journal().closed(bound.user(), party, reason);
                            },
                            () -> surroundings.journal().closed(reason));
            surroundings.roster().ended(this);
        }
        return first;
    }

    private void seenLast(Binding bound) {
        surroundings
                .cursors()
                .prove(bound.user(), device, claim, bound.heartbeat().proven());
    }

    private long now() {
        return surroundings.nanos().getAsLong();
    }
}
