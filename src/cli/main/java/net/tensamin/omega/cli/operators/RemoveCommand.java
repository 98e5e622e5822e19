package net.tensamin.omega.cli.operators;

import jakarta.json.Json;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        description = {
            "Removes an operator, as an administrator: all its certificates are refused, and what is streamed to it ends.",
            "If it is added again, it needs new ones. The last administrator cannot be removed."
        },
        footer = {
            "%nWith --json:",
            "  {\"removed\":\"grace\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator remove grace",
            "%nSee also: operator revoke, for one certificate."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RemoveCommand implements Callable<Integer> {
    @Mixin
    private NamedOperator operator;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = operator.connect();
        https.json(https.request(operator.path("")).DELETE().build());
        result.print(
                spec.commandLine().getOut(), Json.createObjectBuilder().add("removed", operator.name()), "removed");
        return ExitCode.DONE;
    }
}
