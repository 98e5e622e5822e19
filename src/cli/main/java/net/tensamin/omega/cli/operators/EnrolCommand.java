package net.tensamin.omega.cli.operators;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.CertificateFiles;
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
        name = "enrol",
        description = {
            "Makes a key, and gets an operator's certificate for it with a one-time code (EST, RFC 7030).",
            "The code says whose certificate it is. The key is written beside the certificate, with .key, where --operator looks for it."
        },
        footer = {
            "%nWith --json:",
            "  {\"certificate\":\"grace.pem\",\"valid_until\":\"2026-05-30T12:00:00Z\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator enrol --code CODE --cert grace.pem",
            "%nSee also: operator add, operator renew."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EnrolCommand implements Callable<Integer> {
    private static final String ANY_OPERATOR = "operator";

    @Option(names = "--code", required = true, description = "The one-time code.")
    private String code;

    @Option(names = "--cert", paramLabel = "FILE", required = true, description = "Where to write the certificate.")
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
        files.requireNew();
        X509Certificate issued = new Est(https.anonymous()).enrol(ANY_OPERATOR, code, files);
        new IssuedCertificate(certificate, issued)
                .print(result, spec.commandLine().getOut(), "enrolled");
        return ExitCode.DONE;
    }
}
