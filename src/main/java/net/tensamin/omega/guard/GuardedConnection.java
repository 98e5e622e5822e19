package net.tensamin.omega.guard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import net.tensamin.omega.guard.Watch.Phase;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.Strangers;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.ssl.SSLUtils;

/** A connection of HTTPS, as far as the guard knows it: what it is at, what it has sent, and who is at its other end. */
final class GuardedConnection {
    /** Bytes of TLS that say nothing: a flood of key updates, of empty records, or of one handshake message. */
    private static final int MOST_UNSAID = 128 * 1024;

    /** What a link that has not identified costs besides: a buffer to read into, a message of 4 KiB, and answers that wait. */
    private static final int LINK = 32 * 1024;

    private final Connection<?> connection;
    private final InetSocketAddress peer;
    private final Watch watch;
    private final Pace pace;
    private final Callers callers;
    private final RequestReader reader;
    private final Meanwhile meanwhile;
    private final AtomicInteger unsaid = new AtomicInteger();
    private final AtomicBoolean inside = new AtomicBoolean();
    private volatile boolean upgrading;
    private volatile Strangers.Holding holding;
    private volatile boolean proven;
    private volatile boolean begun;
    private volatile boolean turn;
    private volatile int kept;

    GuardedConnection(
            Connection<?> connection, InetSocketAddress peer, Watch watch, Pace pace, Calls calls, Callers callers) {
        this.connection = connection;
        this.peer = peer;
        this.watch = watch;
        this.pace = pace;
        this.callers = callers;
        this.reader = new RequestReader(head -> calls.rule(head, this::caller));
        this.meanwhile = new Meanwhile(this::readFrom);
    }

    /** To be called once, before anything is read. */
    void holdAs(Strangers.Holding stranger) {
        holding = stranger;
        if (!connection.isOpen()) {
            stranger.leave();
        }
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

    boolean isShakingHands() {
        return watch.phase() == Phase.HANDSHAKE;
    }

    /** Its handshake is worked on, perhaps not for the first time. */
    void begun() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /** It is its turn to shake hands. */
    void hasATurn() {
        turn = true;
    }

    /** @return whether it had one */
    boolean takesItsTurn() {
        boolean had = turn;
        turn = false;
        return had;
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

    private void readFrom() {
        if (watch.phase() != Phase.SERVICE) {
            return;
        }
        try {
            connection.enableIOEvent(IOEvent.READ);
        } catch (IOException e) {
            close();
        }
    }

    /** Bytes that wait for the client. */
    int unsent() {
        return ((NIOConnection) connection).getAsyncWriteQueue().spaceInBytes();
    }

    /** The client has taken so much of what waited for it. */
    void took(long bytes) {
        watch.wrote();
        pace.took(bytes);
    }

    /** Nothing has waited for it until now. */
    void caughtUp() {
        watch.wrote();
        pace.look(false);
    }

    /** Time has passed. To be called now and then. */
    void look() {
        meanwhile.look();
        int unsent = unsent();
        if (unsent == 0) {
            watch.wrote();
        }
        pace.look(unsent > 0);
        Strangers.Holding held = holding;
        if (!proven && held != null) {
            held.holds(cost() + unsent);
        }
    }

    /** Whether a stranger takes its answers too slowly; links have rules of their own. */
    boolean isTooSlow() {
        return !proven && watch.phase() != Phase.OPEN && pace.isTooSlow();
    }

    /** For how long something has been waiting for it, without a break. */
    Duration awaited() {
        pace.look(unsent() > 0);
        return pace.awaited();
    }

    private int cost() {
        return Strangers.CONNECTION + (watch.phase() == Phase.OPEN ? LINK : kept);
    }

    /** @return false for one that sends and says nothing */
    boolean came(int bytes) {
        return unsaid.addAndGet(bytes) <= MOST_UNSAID;
    }

    /** TLS has yielded something. */
    void said() {
        if (watch.phase() != Phase.FAREWELL) {
            unsaid.set(0);
        }
    }

    /**
     * Keeps what comes while an answer is under way.
     *
     * @param stop has the server read no more until what it returns is run
     * @return false if it is to be read now
     */
    synchronized boolean keeps(ByteBuffer bytes, Supplier<Runnable> stop) {
        if (watch.phase() != Phase.SERVICE) {
            return false;
        }
        if (!meanwhile.keep(bytes, stop)) {
            close();
        }
        return true;
    }

    /** Reads on: what was kept, and this. What follows a request is left. */
    synchronized Reading read(ByteBuffer came) throws MalformedRequestException {
        ByteBuffer bytes = meanwhile.before(came);
        return new Reading(readOn(bytes), bytes);
    }

    /** @param rest that was not read */
    record Reading(RequestReader.Next next, ByteBuffer rest) {}

    private RequestReader.Next readOn(ByteBuffer bytes) throws MalformedRequestException {
        prove();
        RequestReader.Next next = reader.read(bytes);
        if (reader.isInside()) {
            watch.enter(reader.isInBody() ? Phase.BODY : Phase.HEAD);
        }
        kept = reader.kept();
        holding.holds(cost() + unsent());
        return next;
    }

    private void prove() {
        if (!proven && caller().isPresent()) {
            proven = true;
            holding.prove();
        }
    }

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

    /** @param counted whether it has passed the turnstile */
    void entered(boolean counted) {
        inside.set(counted);
    }

    /** @return whether it has to be let out of the turnstile */
    boolean left() {
        return inside.getAndSet(false);
    }

    void opened() {
        upgrading = false;
        watch.enter(Phase.OPEN);
        if (!proven) {
            holding.become(Strangers.Kind.LINK);
            holding.holds(cost() + unsent());
        }
    }

    /** At once, whatever it has not taken yet. */
    void close() {
        connection.terminateSilently();
    }

    void answered() {
        upgrading = false;
        Runnable goOn = meanwhile.answered();
        watch.change(Phase.SERVICE, Phase.IDLE);
        goOn.run();
    }

    /** Its connection is gone. */
    void gone() {
        meanwhile.gone();
        Strangers.Holding held = holding;
        if (held != null) {
            held.leave();
        }
    }

    private Optional<? extends Principal> caller() {
        SSLEngine tls = SSLUtils.getSSLEngine(connection);
        try {
            List<X509Certificate> shown = tls == null
                    ? List.of()
                    : Arrays.stream(tls.getSession().getPeerCertificates())
                            .map(X509Certificate.class::cast)
                            .toList();
            return shown.isEmpty() ? Optional.empty() : callers.of(shown);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
