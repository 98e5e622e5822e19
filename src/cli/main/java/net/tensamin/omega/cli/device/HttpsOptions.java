package net.tensamin.omega.cli.device;

import java.net.URI;
import java.nio.file.Path;
import net.tensamin.omega.cli.PemFiles;
import net.tensamin.omega.cli.TrustOptions;
import net.tensamin.omega.cli.https.ClientKey;
import net.tensamin.omega.cli.https.OmegaHttps;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Omega, and what is shown to it. */
final class HttpsOptions {
    @Option(
            names = "--url",
            defaultValue = "https://localhost:9188/",
            description = "Omega's HTTPS address. Default: ${DEFAULT-VALUE}")
    private URI url;

    @Mixin
    private TrustOptions trust;

    OmegaHttps anonymous() {
        return new OmegaHttps(url, trust.trust().sslContext());
    }

    /** Shows a certificate, whose key is beside it. */
    OmegaHttps showing(Path certificate) {
        ClientKey key = ClientKey.read(certificate, PemFiles.keyBeside(certificate));
        return new OmegaHttps(url, trust.trust().sslContext(key.managers()));
    }

    /** Shows an operator's certificate: the one given, or the development operator's. */
    OmegaHttps operator(Path given) {
        return showing(trust.file(given, "pki", "operator.pem"));
    }
}
