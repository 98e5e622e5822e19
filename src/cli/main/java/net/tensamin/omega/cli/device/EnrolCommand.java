package net.tensamin.omega.cli.device;

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
            "Makes a key, and gets a certificate for it with a one-time code (EST, RFC 7030).",
            "The key is written beside the certificate, with .key, where \"listen\" looks for it."
        },
        footer = {
            "%nWith --json:",
            "  {\"certificate\":\"phone.pem\",\"valid_until\":\"2026-05-30T12:00:00Z\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar device enrol --user 42 --code CODE --cert phone.pem",
            "%nSee also: device code, listen --cert, device renew."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EnrolCommand implements Callable<Integer> {
    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user the code was given for.")
    private long user;

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
        X509Certificate issued = new Est(https.anonymous()).enrol(Long.toString(user), code, files);
        new IssuedCertificate(certificate, issued)
                .print(result, spec.commandLine().getOut(), "enrolled");
        return ExitCode.DONE;
    }
}
