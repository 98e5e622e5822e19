package net.tensamin.omega.guard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import net.tensamin.omega.guard.Meanwhile.Early;
import net.tensamin.omega.guard.Watch.Phase;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.Strangers;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.IOEvent;

/**
 * A connection of HTTPS, as far as the guard knows it: what it is doing, what it has sent, and who is at its other end.
 */
final class GuardedConnection {
    /** What a link that has not identified costs besides: a buffer to read into, a message of 4 KiB, and answers that wait. */
    private static final int LINK = 32 * 1024;

    private final Connection<?> connection;
    private final InetSocketAddress peer;
    private final Watch watch;
    private final Unsent unsent;
    private final HandshakeTurn turn = new HandshakeTurn();
    private final Standing standing;
    private final RequestReader reader;
    private final Meanwhile meanwhile;
    private final Chatter chatter = new Chatter();
    private final AtomicReference<Turnstile> passed = new AtomicReference<>();
    private volatile boolean upgrading;
    private volatile int kept;

    GuardedConnection(
            Connection<?> connection, InetSocketAddress peer, Watch watch, Pace pace, Calls calls, Proofs proofs) {
        this.connection = connection;
        this.peer = peer;
        this.watch = watch;
        this.unsent = new Unsent(connection, watch, pace);
        this.standing = new Standing(connection, proofs);
        this.reader = new RequestReader(head -> calls.rule(head, standing::caller));
        this.meanwhile = new Meanwhile(watch, this::readFrom);
    }

    Standing standing() {
        return standing;
    }

    InetSocketAddress peer() {
        return peer;
    }

    Source source() {
        return Source.of(peer.getAddress());
    }

    Watch watch() {
        return watch;
    }

    HandshakeTurn turn() {
        return turn;
    }

    boolean isUpgrading() {
        return upgrading;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    Meanwhile meanwhile() {
        return meanwhile;
    }

    /** Its request is answered later. To be called by the thread of the request. */
    void waits() {
        meanwhile.waits();
        WrittenBuffer.release(connection);
    }

    private void readFrom() {
        try {
            if (watch.phase() == Phase.SERVICE) {
                connection.enableIOEvent(IOEvent.READ);
            }
        } catch (IOException e) {
            close();
        }
    }

    Unsent unsent() {
        return unsent;
    }

    /** Time has passed. To be called now and then. */
    void look() {
        meanwhile.look();
        unsent.look();
        count();
    }

    /** Whether a stranger takes its answers too slowly; links have rules of their own. */
    boolean isTooSlow() {
        return !standing.isProven() && watch.phase() != Phase.OPEN && unsent.isTooSlow();
    }

    /** Has the budget know what it costs. */
    private void count() {
        int more = watch.phase() == Phase.OPEN ? LINK : kept;
        standing.costs(Strangers.CONNECTION + more + unsent.bytes());
    }

    /** @return false for a connection that sends bytes without content */
    boolean came(int bytes) {
        return !chatter.add(bytes);
    }

    /** TLS has yielded something. */
    void said() {
        if (watch.phase() != Phase.FAREWELL) {
            chatter.end();
        }
    }

    /**
     * Keeps what comes while an answer is under way.
     *
     * @param stop has the server read no more until what it returns is run
     * @return false if it is to be read now
     */
    boolean keeps(ByteBuffer bytes, Supplier<Runnable> stop) {
        Early early = meanwhile.keep(bytes, stop);
        if (early == Early.TOO_MUCH) {
            close();
        }
        return early != Early.TO_BE_READ;
    }

    /** Reads on: what was kept, and this. What follows a request is left. */
    synchronized Reading read(ByteBuffer came) throws MalformedRequestException {
        ByteBuffer bytes = meanwhile.before(came);
        standing.prove();
        RequestReader.Next next = reader.read(bytes);
        if (reader.isInside()) {
            watch.enter(reader.isInBody() ? Phase.BODY : Phase.HEAD);
        }
        kept = reader.kept();
        count();
        return new Reading(next, bytes);
    }

    /** @param rest that was not read */
    record Reading(RequestReader.Next next, ByteBuffer rest) {}

    /** The status for one that is late. */
    int late() {
        return reader.late();
    }

    /** Hands the request over to the server. */
    Request request() {
        Request request = reader.request();
        watch.enter(Phase.SERVICE);
        watch.wrote();
        upgrading = request.head().isUpgrade();
        return request;
    }

    /** @param turnstile that its request has passed, or none */
    void entered(Optional<Turnstile> turnstile) {
        passed.set(turnstile.orElse(null));
    }

    /** @return the turnstile that it has to be let out of */
    Optional<Turnstile> left() {
        return Optional.ofNullable(passed.getAndSet(null));
    }

    void opened() {
        upgrading = false;
        watch.enter(Phase.OPEN);
        standing.becomeLink();
        count();
    }

    /** At once, whatever it has not taken yet. */
    void close() {
        connection.terminateSilently();
    }

    void answered() {
        upgrading = false;
        meanwhile.answered().run();
    }

    /** Its connection is gone. */
    void gone() {
        meanwhile.gone();
        standing.leave();
    }
}
