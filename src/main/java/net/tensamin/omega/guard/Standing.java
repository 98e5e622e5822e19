package net.tensamin.omega.guard;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import net.tensamin.omega.limits.Strangers;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ssl.SSLUtils;

/** Whether the client of a connection has proven who it is; until then, what it costs counts among strangers. */
final class Standing {
    private final Connection<?> connection;
    private final Callers callers;
    private volatile Strangers.Holding holding;
    private volatile boolean proven;

    Standing(Connection<?> connection, Callers callers) {
        this.connection = connection;
        this.callers = callers;
    }

    /** To be called once, before anything is read. */
    void holdAs(Strangers.Holding stranger) {
        holding = stranger;
        if (!connection.isOpen()) {
            stranger.leave();
        }
    }

    boolean isProven() {
        return proven;
    }

    /** Looks who is there, once its handshake is over. */
    void prove() {
        if (!proven && caller().isPresent()) {
            proven = true;
            holding.prove();
        }
    }

    /** What it costs now, in bytes. */
    void costs(long bytes) {
        Strangers.Holding held = holding;
        if (!proven && held != null) {
            held.holds(bytes);
        }
    }

    /** It has a link that has not identified. */
    void becomeLink() {
        if (!proven) {
            holding.become(Strangers.Kind.LINK);
        }
    }

    void leave() {
        Strangers.Holding held = holding;
        if (held != null) {
            held.leave();
        }
    }

    /** By the certificate that it has shown. */
    Optional<? extends Principal> caller() {
        SSLEngine tls = SSLUtils.getSSLEngine(connection);
        if (tls == null) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> shown = Arrays.stream(tls.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
            return callers.of(shown);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
