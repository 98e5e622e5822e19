package net.tensamin.omega.guard;

import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import net.tensamin.omega.guard.Watch.Phase;
import net.tensamin.omega.limits.Strangers;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.ssl.SSLUtils;

/** A connection of HTTPS, as far as the guard knows it: what it is at, what it has sent, and who is at its other end. */
final class GuardedConnection {
    /** Bytes of TLS that say nothing: a flood of key updates, of empty records, or of one handshake message. */
    private static final int MOST_UNSAID = 128 * 1024;

    private final Connection<?> connection;
    private final Watch watch;
    private final Callers callers;
    private final RequestReader reader;
    private final AtomicInteger unsaid = new AtomicInteger();
    private final AtomicBoolean inside = new AtomicBoolean();
    private volatile boolean upgrading;
    private volatile Strangers.Holding holding;
    private boolean proven;

    GuardedConnection(Connection<?> connection, Watch watch, Calls calls, Callers callers) {
        this.connection = connection;
        this.watch = watch;
        this.callers = callers;
        this.reader = new RequestReader(head -> calls.rule(head, this::caller));
    }

    /** To be called once, before anything is read. */
    void holdAs(Strangers.Holding stranger) {
        holding = stranger;
        if (!connection.isOpen()) {
            stranger.leave();
        }
    }

    Watch watch() {
        return watch;
    }

    boolean isUpgrading() {
        return upgrading;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Bytes that wait for the client. */
    int unsent() {
        return ((NIOConnection) connection).getAsyncWriteQueue().spaceInBytes();
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

    /** Reads on, by one thread at a time. */
    RequestReader.Next read(ByteBuffer bytes) throws MalformedRequestException {
        prove();
        RequestReader.Next next = reader.read(bytes);
        if (reader.isInside()) {
            watch.enter(reader.isInBody() ? Phase.BODY : Phase.HEAD);
        }
        holding.holds(Strangers.CONNECTION + reader.kept());
        return next;
    }

    private void prove() {
        if (!proven && caller().isPresent()) {
            proven = true;
            holding.leave();
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
    }

    /** At once, whatever it has not taken yet. */
    void close() {
        connection.terminateSilently();
    }

    void answered() {
        upgrading = false;
        watch.change(Phase.SERVICE, Phase.IDLE);
    }

    /** Its connection is gone. */
    void gone() {
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
