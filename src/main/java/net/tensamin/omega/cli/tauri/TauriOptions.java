package net.tensamin.omega.cli.tauri;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.PemFiles;
import net.tensamin.omega.cli.TrustOptions;
import net.tensamin.omega.cli.https.ClientKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all commands of the Tauri client share, and the identified client they make. */
final class TauriOptions {
    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user to identify as.")
    private long user;

    @Option(names = "--host", defaultValue = "localhost", description = "Omega's host. Default: ${DEFAULT-VALUE}")
    private String host;

    @Option(names = "--port", defaultValue = "9189", description = "Omega's QUIC port (UDP). Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "The name that Omega's certificate must carry. Default: the host; \"localhost\" for a"
                    + " loopback address")
    private String serverName;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "This device's certificate, PEM. Default: DIR/demo/user-ID.pem")
    private Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Its private key, PEM, PKCS#8. Default: the certificate's file name with .key")
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

    /** Connects and identifies; the caller closes. */
    TauriClient identify(EventPrinter printer) {
        Path certificateFile = trust.file(certificate, "demo", "user-" + user + ".pem");
        ClientKey device = ClientKey.read(certificateFile, keyFile(certificateFile));
        TauriServer server = TauriServer.at(host, port, serverName);
        TauriClient client = TauriClient.connect(server, device, trust.trust());
        try {
            client.identify(user);
        } catch (Failure e) {
            client.close();
            throw e;
        }
        printer.note("connected to " + server + ", identified as user " + user);
        return client;
    }

    private Path keyFile(Path certificateFile) {
        return key != null ? key : PemFiles.keyBeside(certificateFile);
    }
}
