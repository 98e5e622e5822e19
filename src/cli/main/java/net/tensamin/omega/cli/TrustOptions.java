package net.tensamin.omega.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where files are, and which server is believed; the same for both kinds of connection. */
public final class TrustOptions {
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
            description = "Accept any server certificate. Anyone on the way can then read and change everything.")
    private boolean insecure;

    /** A file of the data directory, or the one given instead. */
    public Path file(Path given, String first, String... more) {
        return given != null ? given : dataDirectory.resolve(Path.of(first, more));
    }

    public ServerTrust trust() {
        return insecure ? ServerTrust.anything() : ServerTrust.in(file(ca, "pki", "ca.pem"));
    }
}
