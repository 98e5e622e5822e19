package net.tensamin.omega.cli.client;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;

/**
 * A Tauri client over all its connections: connects, comes back when a connection ends, keeps the badges. Told what happens,
 * it has the {@link Platform} do what is to be done. Not thread-safe: one thread calls everything.
 */
public final class TauriClient {
    /** Longer than the platform's own patience: a net under it. */
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(30);

    private final long user;
    private final Conduct conduct;
    private final Surroundings surroundings;
    private final BadgeBook book;
    private final ReturnSchedule schedule;
    private Optional<Errand> errand = Optional.empty();

    /** Of the connection that is open; empty while one is being opened, or none is wanted. */
    private Optional<ClientSession> session = Optional.empty();

    private State state = State.WAITING;
    private int connection;
    /** When what it waits for is to happen, or is given up. */
    private long dueNanos;

    private boolean mayHurry;

    /** How long a client lives. */
    public enum Conduct {
        /** One connection; its end is the client's. Nothing is asked that is not wanted. */
        ONCE,
        /** Comes back until that makes no sense, and asks for the amounts. */
        STAYS
    }

    private enum State {
        WAITING,
        CONNECTING,
        CONNECTED,
        ENDED
    }

    /** @param nanos a monotonic clock */
    public record Surroundings(Platform platform, View view, LongSupplier nanos, RandomGenerator random) {}

    private record Errand(String type, JsonObject data, Consumer<Envelope> reply) {}

    /** @param badges what was saved last */
    public TauriClient(long user, Conduct conduct, Badges badges, Surroundings surroundings) {
        this.user = user;
        this.conduct = conduct;
        this.surroundings = surroundings;
        this.book = new BadgeBook(badges, surroundings.platform(), surroundings.view());
        this.schedule = new ReturnSchedule(surroundings.random());
        this.dueNanos = now();
    }

    /** Has one request sent on each connection, once it is identified. */
    public void errand(String type, JsonObject data, Consumer<Envelope> reply) {
        errand = Optional.of(new Errand(type, data, reply));
    }

    public void connected(int number) {
        if (current(number) && state == State.CONNECTING) {
            state = State.CONNECTED;
            ClientSession opened = new ClientSession(this, number);
            session = Optional.of(opened);
            opened.identify(user);
        }
    }

    public void line(int number, Envelope message) {
        if (current(number)) {
            session.ifPresent(open -> open.line(message));
        }
    }

    public void ended(int number, Ending ending) {
        if (current(number) && (state == State.CONNECTING || state == State.CONNECTED)) {
            over(ending);
        }
    }

    /** The user read what this sender wrote: that is on disk, if it can be, before Omega is told, now or after the next connect. */
    public void read(long sender) {
        book.change(badges -> badges.readHere(sender));
        book.save();
        session.ifPresent(open -> open.read(sender));
    }

    /** The user wants what is there now: amounts are asked for, and a client that waits connects. */
    public void hurry() {
        session.ifPresent(ClientSession::ask);
        if (state == State.WAITING) {
            dueNanos = now();
        }
    }

    /** What is open may be dead without a word, and what did not work may work now; a wait that Omega asked for stays. */
    public void networkChanged() {
        if (state == State.CONNECTED || state == State.CONNECTING) {
            over(Ending.lost("The network has changed."));
        } else if (state == State.WAITING && mayHurry) {
            long hopeful = now() + schedule.hopeful().toNanos();
            dueNanos = hopeful - dueNanos < 0 ? hopeful : dueNanos;
        }
    }

    /**
     * There is another certificate. What is open ends with the one that it was opened with: it is changed at once for a
     * connection that shows the new one.
     */
    public void certificateRenewed() {
        reconnect("The certificate is another now.");
    }

    /** What is open goes over HTTPS, and need not. */
    public void quicIsOpen() {
        reconnect("QUIC is open again.");
    }

    private void reconnect(String why) {
        if (state == State.CONNECTED || state == State.CONNECTING) {
            drop();
            state = State.WAITING;
            dueNanos = now();
            surroundings.view().away(Ending.lost(why), Duration.ZERO);
        }
    }

    /** Nothing else waits to be told: what is unsaved is saved. */
    public void settled() {
        book.save();
    }

    /** The user leaves. */
    public void leave() {
        if (state != State.ENDED) {
            end(Ending.of(ExitCode.DONE, "Closed.", Ending.Comeback.NEVER));
        }
    }

    /**
     * Does what is due.
     *
     * @return when to call again at the latest
     */
    public long tick() {
        boolean due = now() - dueNanos >= 0;
        if (state == State.WAITING && due) {
            state = State.CONNECTING;
            dueNanos = now() + CONNECT_WITHIN.toNanos();
            connection++;
            surroundings.platform().connect(connection);
        } else if (state == State.CONNECTING && due) {
            over(Ending.lost("No connection came about."));
        }
        session.ifPresent(ClientSession::tick);
        return session.map(ClientSession::dueNanos).orElse(dueNanos);
    }

    public Badges badges() {
        return book.badges();
    }

    void identified() {
        surroundings.view().identified();
        session.ifPresent(open -> errand.ifPresent(todo -> open.request(todo.type(), todo.data(), todo.reply())));
        if (conduct == Conduct.STAYS) {
            session.ifPresent(ClientSession::probe);
            session.ifPresent(ClientSession::ask);
        }
    }

    void holds(Duration age) {
        schedule.holds(age);
    }

    /** The connection is of no use any more. */
    void over(Ending ending) {
        if (ending.comeback() == Ending.Comeback.NEVER || conduct == Conduct.ONCE) {
            end(ending);
            return;
        }
        drop();
        Duration wait = schedule.after(ending);
        mayHurry = ending.comeback() != Ending.Comeback.STAND_ASIDE
                && ending.retryAfter().isZero();
        dueNanos = now() + wait.toNanos();
        state = State.WAITING;
        surroundings.view().away(ending, wait);
    }

    private void end(Ending ending) {
        drop();
        state = State.ENDED;
        surroundings.platform().end(ending);
    }

    private void drop() {
        session = Optional.empty();
        book.save();
        surroundings.platform().disconnect(connection);
    }

    private boolean current(int number) {
        return number == connection;
    }

    Conduct conduct() {
        return conduct;
    }

    BadgeBook book() {
        return book;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    long now() {
        return surroundings.nanos().getAsLong();
    }
}
