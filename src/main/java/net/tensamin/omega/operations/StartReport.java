package net.tensamin.omega.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import net.tensamin.omega.configuration.FailedStart;
import net.tensamin.omega.configuration.SharedSettings;
import net.tensamin.omega.pki.KeyStores;
import net.tensamin.omega.pki.PrivateFiles;
import net.tensamin.omega.quic.server.QuicServer;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/**
 * Ends the log of a start with what listens where. The server opens HTTPS some time after this application has started, so
 * the report waits until the port takes connections, and says so when it does not.
 */
@Singleton
@Startup
@DependsOn({"QuicServer", "DemoData"})
public class StartReport {
    private static final Logger LOG = System.getLogger(StartReport.class.getName());
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int TRIES = 60;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    @Inject
    Config config;

    @Inject
    QuicServer quic;

    @Inject
    KeyStores keys;

    @Inject
    Timers timers;

    @Inject
    DemoToken token;

    private HttpsSettings https;
    private boolean placed;

    @PostConstruct
    void start() {
        https = HttpsSettings.from(config);
        placed = HttpsListener.place(https);
        tryIn(TRIES);
    }

    private void tryIn(int tries) {
        timers.later(BETWEEN_TRIES, () -> report(tries));
    }

    private void report(int tries) {
        if (httpsIsOurs()) {
            LOG.log(
                    Level.INFO,
                    "Omega is up: HTTPS and WSS on port {0,number,#}, QUIC on UDP port {1,number,#}",
                    https.port(),
                    quic.port());
            new ServerFile(SharedSettings.dataDirectory(config)).write(https.port(), quic.port());
            if (SharedSettings.DEMO.in(config)) {
                showFirstSteps();
            }
        } else if (tries > 1) {
            tryIn(tries - 1);
        } else if (httpsAnswers()) {
            FailedStart.end(HttpsPortCheck.taken(https, new BindException("another server answers there")));
        } else {
            LOG.log(
                    Level.WARNING,
                    "Omega is up on QUIC, UDP port {0,number,#}, but nothing takes connections on the HTTPS port {1,number,#}:"
                            + " the server was started without domain.xml and after-deploy.txt (then set omega.https.port)",
                    quic.port(),
                    https.port());
        }
    }

    private void showFirstSteps() {
        FirstSteps steps = firstSteps();
        steps.lines(token.value()).forEach(line -> LOG.log(Level.INFO, () -> line));
        Path page = SharedSettings.dataDirectory(config).resolve("demo/operations-page.txt");
        try {
            PrivateFiles.writeSecret(page, out -> out.write((steps.page(token.value()) + "\n").getBytes(UTF_8)));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The URL of the operations page is in this log only: " + e.getMessage());
        }
    }

    /** Payara says nothing when it could not open the port. Where it asks Omega's own keys, it is not another server's. */
    private boolean httpsIsOurs() {
        if (!placed) {
            return httpsAnswers();
        }
        long before = keys.handshakes();
        return HttpsListener.shakesHands(https) && keys.handshakes() > before;
    }

    private FirstSteps firstSteps() {
        return new FirstSteps(
                https,
                quic.port(),
                SharedSettings.dataDirectory(config),
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]));
    }

    private boolean httpsAnswers() {
        try (Socket socket = new Socket()) {
            socket.connect(https.listen(), (int) CONNECT_TIMEOUT.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
