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
    private final Proofs proofs;
    private volatile Strangers.Holding holding;
    private volatile Principal proven;
    private boolean gone;

    Standing(Connection<?> connection, Proofs proofs) {
        this.connection = connection;
        this.proofs = proofs;
    }

    /** To be called once, before anything is read. */
    void holdAs(Strangers.Holding stranger) {
        holding = stranger;
        if (!connection.isOpen()) {
            stranger.leave();
        }
    }

    boolean isProven() {
        return proven != null;
    }

    /** Looks who is there, once its handshake is over. */
    void prove() {
        if (!isProven()) {
            caller().filter(this::isProof).ifPresent(caller -> holding.prove());
        }
    }

    /** Not of a caller that has proven as many others as it may. */
    private synchronized boolean isProof(Principal caller) {
        if (!gone && proofs.take(caller)) {
            proven = caller;
        }
        return isProven();
    }

    /** What it costs now, in bytes. */
    void costs(long bytes) {
        Strangers.Holding held = holding;
        if (!isProven() && held != null) {
            held.holds(bytes);
        }
    }

    /** It has a link that has not identified. */
    void becomeLink() {
        if (!isProven()) {
            holding.become(Strangers.Kind.LINK);
        }
    }

    void leave() {
        giveBack();
        Strangers.Holding held = holding;
        if (held != null) {
            held.leave();
        }
    }

    private synchronized void giveBack() {
        if (isProven() && !gone) {
            proofs.giveBack(proven);
        }
        gone = true;
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
            return proofs.callerOf(shown);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
