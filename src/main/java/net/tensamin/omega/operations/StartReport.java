package net.tensamin.omega.operations;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.SharedSettings;
import net.tensamin.omega.quic.server.QuicServer;
import org.eclipse.microprofile.config.Config;

/**
 * Ends the log of a start with what listens where. The server opens HTTPS some time after this application has started, so
 * the report waits until the port takes connections, and says so when it does not.
 */
@Singleton
@Startup
@DependsOn({"QuicServer", "DemoData"})
public class StartReport {
    static final Setting<Integer> HTTPS_PORT = Setting.number(
                    "omega.https.port",
                    9188,
                    "of HTTPS and WSS; `domain.xml` reads the environment variable, and only that")
            .between(1, 65_535);
    static final Setting<String> HTTPS_ADDRESS =
            Setting.text("omega.https.address", "0.0.0.0", "address to listen on, likewise");

    private static final Logger LOG = System.getLogger(StartReport.class.getName());
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int TRIES = 60;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    @Inject
    Config config;

    @Inject
    QuicServer quic;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private int httpsPort;
    private String httpsAddress;

    @PostConstruct
    void start() {
        httpsPort = HTTPS_PORT.in(config);
        httpsAddress = HTTPS_ADDRESS.in(config);
        tryIn(TRIES);
    }

    private void tryIn(int tries) {
        scheduler.schedule(() -> report(tries), BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void report(int tries) {
        if (httpsAnswers()) {
            LOG.log(
                    Level.INFO,
                    "Omega is up: HTTPS and WSS on port {0,number,#}, QUIC on UDP port {1,number,#}",
                    httpsPort,
                    quic.port());
            if (SharedSettings.DEMO.in(config)) {
                LOG.log(Level.INFO, "Now try:  java -jar target/omega-cli.jar listen --user 42");
                LOG.log(Level.INFO, "and then: java -jar target/omega-cli.jar omikron --id 1 notify --from 7 --to 42");
            }
        } else if (tries > 1) {
            tryIn(tries - 1);
        } else {
            LOG.log(
                    Level.WARNING,
                    "Omega is up on QUIC, UDP port {0,number,#}, but nothing takes connections on the HTTPS port {1,number,#}:"
                            + " either it was taken, of which the server says nothing, or the server was started without"
                            + " domain.xml and after-deploy.txt (then set omega.https.port)",
                    quic.port(),
                    httpsPort);
        }
    }

    private boolean httpsAnswers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(httpsAddress, httpsPort), (int) CONNECT_TIMEOUT.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
