package net.tensamin.omega.cli.device;

import jakarta.json.Json;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.CertificateFiles;
import net.tensamin.omega.cli.https.Est;
import net.tensamin.omega.cli.https.HttpsOptions;
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
        KeyPair keys = newKeys();
        X509Certificate issued = enrol(files, keys);
        String until = issued.getNotAfter().toInstant().toString();
        result.print(
                spec.commandLine().getOut(),
                Json.createObjectBuilder()
                        .add("certificate", certificate.toString())
                        .add("valid_until", until),
                "enrolled: " + certificate + ", valid until " + until);
        return ExitCode.DONE;
    }

    /** A disk that takes no key is found out before the code is used up. */
    private X509Certificate enrol(CertificateFiles files, KeyPair keys) {
        files.write(keys);
        X509Certificate issued = null;
        try {
            issued = new Est(https.anonymous()).enrol(user, code, keys);
        } finally {
            if (issued == null) {
                files.deleteKey();
            }
        }
        files.write(issued);
        return issued;
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks EC P-256", e);
        }
    }
}
