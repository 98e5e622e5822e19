package net.tensamin.omega.cli.https;

import java.net.URI;
import java.nio.file.Path;
import net.tensamin.omega.cli.PemFiles;
import net.tensamin.omega.cli.TrustOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Omega, and what is shown to it. */
public final class HttpsOptions {
    @Option(
            names = "--url",
            description = "Omega's HTTPS address, where it is not that of --server: https://HOST:PORT/")
    private URI url;

    @Mixin
    private TrustOptions trust;

    private URI url() {
        return url != null ? url : URI.create("https://" + trust.server().authority() + "/");
    }

    public OmegaHttps anonymous() {
        return new OmegaHttps(url(), trust.trust().sslContext());
    }

    /** Shows a certificate, whose key is beside it. */
    public OmegaHttps showing(Path certificate) {
        ClientKey key = ClientKey.read(certificate, PemFiles.keyBeside(certificate));
        return new OmegaHttps(url(), trust.trust().sslContext(key.managers()), key.chain());
    }

    /** Shows an operator's certificate: the one given, or the development operator's. */
    OmegaHttps operator(Path given) {
        return showing(trust.file(given, "pki", "operator.pem"));
    }
}
