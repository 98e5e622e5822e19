package net.tensamin.omega.cli.https;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands of operators share. */
public final class OperatorOptions {
    @Option(
            names = "--operator",
            paramLabel = "FILE",
            description = "An operator's certificate, PEM; its key is beside it, with .key."
                    + " Default: DIR/pki/operator.pem")
    private Path certificate;

    @Mixin
    private HttpsOptions https;

    public OmegaHttps connect() {
        return https.operator(certificate);
    }
}
