package net.tensamin.omega.cli.operators;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "change",
        description = "Gives an operator another role, as an administrator.",
        footer = {
            "%nWith --json:",
            "  {\"name\":\"grace\",\"role\":\"view\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator change grace --role view",
            "%nSee also: operator show"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ChangeCommand implements Callable<Integer> {
    @Mixin
    private NamedOperator operator;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            description = "One of ${COMPLETION-CANDIDATES}; each includes those before it.")
    private RoleOption role;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = operator.connect();
        JsonObject known = operator.read(https);
        https.json(https.request(operator.path(""))
                .header("Content-Type", "application/merge-patch+json")
                .header("If-Match", known.getString("etag", "*"))
                .method("PATCH", BodyPublishers.ofString(role.json()))
                .build());
        result.print(
                spec.commandLine().getOut(),
                Json.createObjectBuilder().add("name", operator.name()).add("role", role.toString()),
                operator.shown() + ": " + role);
        return ExitCode.DONE;
    }
}
