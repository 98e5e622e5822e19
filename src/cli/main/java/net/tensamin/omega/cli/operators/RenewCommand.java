package net.tensamin.omega.cli.operators;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.CertificateFiles;
import net.tensamin.omega.cli.https.ClientKey;
import net.tensamin.omega.cli.https.Est;
import net.tensamin.omega.cli.https.HttpsOptions;
import net.tensamin.omega.cli.https.IssuedCertificate;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "renew",
        description =
                "Gets another certificate for an operator's key, with the one it has, and replaces that (EST, RFC 7030).",
        footer = {
            "%nWith --json:",
            "  {\"certificate\":\"grace.pem\",\"valid_until\":\"2026-05-30T12:00:00Z\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator renew --cert grace.pem",
            "%nSee also: operator enrol."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RenewCommand implements Callable<Integer> {
    @Option(
            names = "--cert",
            paramLabel = "FILE",
            required = true,
            description = "The operator's certificate, PEM; its key is beside it, with .key.")
    private Path certificate;

    @Mixin
    private HttpsOptions https;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CertificateFiles files = CertificateFiles.at(certificate);
        ClientKey own = ClientKey.read(files.certificate(), files.key());
        X509Certificate issued = new Est(https.showing(files.certificate())).renew(own);
        files.write(issued);
        new IssuedCertificate(certificate, issued)
                .print(result, spec.commandLine().getOut(), "renewed");
        return ExitCode.DONE;
    }
}
