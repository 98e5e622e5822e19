package net.tensamin.omega.quic.server;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import net.tensamin.omega.configuration.FailedStart;
import net.tensamin.omega.limits.Strangers;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyStores;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/**
 * Runs the QUIC server with the application (SPEC §1). It binds its address when the application starts, and fails the start if
 * it cannot. It lets clients in once it is told that everything that serves them is ready.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
public class QuicServer {
    @Inject
    KeyStores keys;

    @Inject
    Acceptor acceptor;

    @Inject
    RevocationCheck revocation;

    @Inject
    Meters meters;

    @Inject
    Strangers strangers;

    @Inject
    Config config;

    @Inject
    Timers timers;

    private QuicListener listener;
    private CertificateWatch watch;

    @PostConstruct
    void start() {
        Settings settings = Settings.from(config);
        acceptor.opening();
        try {
            listener = QuicListener.bind(settings, keys.material(), revocation, acceptor, meters);
            listener.countIn(strangers);
        } catch (SocketException e) {
            throw FailedStart.end(PortCheck.taken(settings, e));
        }
        watch = new CertificateWatch(() -> keys.replaced(listener::use));
        watch.start(timers);
    }

    /** From now on clients are let in. */
    @Lock(LockType.READ)
    public void listen() {
        listener.listen();
    }

    /** The UDP port in use, also when a free one was asked for. */
    @Lock(LockType.READ)
    public int port() {
        return listener.port();
    }

    /** Whether datagrams are received. */
    @Lock(LockType.READ)
    public boolean isListening() {
        return listener.isOpen();
    }

    /** Whether clients have been let in, even if they are not any more. */
    @Lock(LockType.READ)
    public boolean hasListened() {
        return listener.hasListened();
    }

    /** Whether new clients are refused. */
    @Lock(LockType.READ)
    public boolean isRefusing() {
        return listener.isRefusing();
    }

    /**
     * Connects a device of this machine. Blocks.
     *
     * @throws IOException if there is no connection within the time
     */
    @Lock(LockType.READ)
    public LoopbackClient connect(X509Certificate certificate, PrivateKey key, Duration within) throws IOException {
        Settings settings = Settings.from(config);
        InetAddress address = settings.addresses().get(0);
        InetAddress reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        InetSocketAddress server = new InetSocketAddress(reachable, port());
        return LoopbackClient.connect(server, settings.protocols().get(0), certificate, key, within);
    }

    /** From now on new clients are refused (RFC 9000 §5.2.2); the connections there are go on. */
    @Lock(LockType.READ)
    public void refuse() {
        listener.refuse();
    }

    @PreDestroy
    void stop() {
        watch.stop();
        try {
            acceptor.closing();
        } finally {
            listener.close();
        }
    }
}
