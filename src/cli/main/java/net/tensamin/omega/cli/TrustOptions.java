package net.tensamin.omega.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where files are, and which server is believed; the same for both kinds of connection. */
public final class TrustOptions {
    private static final String VARIABLE = "OMEGA_SERVER";

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            description = "Where Omega is, with its HTTPS port; its QUIC port is the next one unless it is said too,"
                    + " HOST:PORT/PORT. Default: $OMEGA_SERVER, or what DIR says, or localhost:9188")
    private String server;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Omega's data directory, where the files named below are. Default: ${DEFAULT-VALUE}")
    private Path dataDirectory;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The CA that must have issued Omega's certificate, PEM. Default: DIR/pki/ca.pem")
    private Path ca;

    @Option(
            names = "--insecure",
            description =
                    "Accept any server certificate. Anyone on the network path can then read and change everything.")
    private boolean insecure;

    /** A file of the data directory, or the one given instead. */
    public Path file(Path given, String first, String... more) {
        return given != null ? given : dataDirectory.resolve(Path.of(first, more));
    }

    /** @throws Failure if what was given is no address */
    public ServerAddress server() {
        String given = server != null ? server : System.getenv(VARIABLE);
        return given != null && !given.isBlank() ? ServerAddress.parse(given) : ServerAddress.in(dataDirectory);
    }

    public ServerTrust trust() {
        return insecure ? ServerTrust.anything() : ServerTrust.in(file(ca, "pki", "ca.pem"));
    }
}
