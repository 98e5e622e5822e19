package net.tensamin.omega.cli.tauri;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.tensamin.omega.cli.CtrlC;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.PemFiles;
import net.tensamin.omega.cli.ServerTrust;
import net.tensamin.omega.cli.TrustOptions;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.client.Fallback;
import net.tensamin.omega.cli.client.TauriClient;
import net.tensamin.omega.cli.client.View;
import net.tensamin.omega.cli.https.CertificateFiles;
import net.tensamin.omega.cli.https.ClientKey;
import net.tensamin.omega.cli.https.OmegaHttps;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all commands of the Tauri client share, and what they make: the files, the server, a client. */
final class TauriOptions {
    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user to identify as.")
    private long user;

    @Option(names = "--host", description = "Omega's host, where it is not that of --server")
    private String host;

    @Option(names = "--port", description = "Omega's QUIC port (UDP), where it is not that of --server")
    private Integer port;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "The name that Omega's certificate must carry. Default: the host; \"localhost\" for a"
                    + " loopback address")
    private String serverName;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description =
                    "This device's certificates, PEM, its own first, perhaps with its key; or PKCS#12 (.p12), whose password is in OMEGA_P12_PASSWORD. Default: DIR/demo/user-ID.pem")
    private Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "Its private key, PEM, PKCS#8. Default: the certificate's file name with .key, or the certificate's file itself")
    private Path key;

    @Mixin
    private TrustOptions trust;

    @Option(names = "--json", description = "Print each event as a line of JSON.")
    private boolean json;

    long user() {
        return user;
    }

    EventPrinter printer(PrintWriter out) {
        return new EventPrinter(out, json, Clock.systemDefaultZone());
    }

    TauriServer server() {
        return TauriServer.at(
                host != null ? host : trust.server().host(),
                port != null ? port : trust.server().quic(),
                serverName);
    }

    /** HTTPS of the same server, by the name that its certificate carries. */
    URI https() {
        return URI.create("https://" + server().name() + ":" + trust.server().https() + "/");
    }

    ServerTrust trust() {
        return trust.trust();
    }

    CertificateFiles files() {
        Path file = trust.file(certificate, "demo", "user-" + user + ".pem").toAbsolutePath();
        return new CertificateFiles(file, key != null ? key : PemFiles.keyBeside(file));
    }

    /** Wrong files are found now, while somebody looks. */
    Dialer dialer() {
        CertificateFiles files = files();
        ClientKey.read(files.certificate(), files.key());
        Supplier<ClientKey> device = () -> ClientKey.read(files.certificate(), files.key());
        return new Dialer(
                () -> new TauriConnection(server(), device.get(), trust(), TauriConnection.PATIENCE),
                () -> new PollingConnection(new Mailbox(https(device.get()), user)),
                new Fallback());
    }

    private OmegaHttps https(ClientKey device) {
        return new OmegaHttps(https(), trust().sslContext(device.managers()), device.chain());
    }

    ClientLoop loop(Consumer<Badges> disk) {
        return new ClientLoop(dialer(), disk);
    }

    TauriClient client(TauriClient.Conduct conduct, Badges badges, ClientLoop loop, View view) {
        return new TauriClient(
                user,
                conduct,
                badges,
                new TauriClient.Surroundings(loop, view, System::nanoTime, RandomGenerator.getDefault()));
    }

    /**
     * Runs a client to its end, or until Ctrl-C.
     *
     * @throws net.tensamin.omega.cli.Failure when the end is not the one that was wanted
     */
    static int run(ClientLoop loop, TauriClient client) {
        Ending ending = CtrlC.running(loop::farewell, () -> loop.run(client));
        if (ending.exitCode() != ExitCode.DONE) {
            throw ending.failure();
        }
        return ExitCode.DONE;
    }
}
