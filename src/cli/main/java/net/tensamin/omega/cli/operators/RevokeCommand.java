package net.tensamin.omega.cli.operators;

import jakarta.json.Json;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        description = {
            "Revokes one certificate of an operator, as an administrator, with those that it was renewed to.",
            "This cannot be taken back."
        },
        footer = {
            "%nWith --json:",
            "  {\"revoked\":\"0123456789abcdef0123456789abcdef\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator revoke grace --certificate ID",
            "%nSee also: operator show, for the ids; operator remove, for all of them."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RevokeCommand implements Callable<Integer> {
    @Mixin
    private NamedOperator operator;

    @Option(
            names = "--certificate",
            paramLabel = "ID",
            required = true,
            description = "Its id, from \"show\"; or of one from elsewhere its SHA-256, from \"audit\".")
    private String certificate;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!certificate.matches("[0-9a-f]+")) {
            throw new ParameterException(
                    spec.commandLine(), "'" + certificate + "' is no id of a certificate, which is hex");
        }
        OmegaHttps https = operator.connect();
        https.json(https.request(operator.path("/certificates/" + certificate))
                .DELETE()
                .build());
        result.print(spec.commandLine().getOut(), Json.createObjectBuilder().add("revoked", certificate), "revoked");
        return ExitCode.DONE;
    }
}
