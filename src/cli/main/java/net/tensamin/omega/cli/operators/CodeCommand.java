package net.tensamin.omega.cli.operators;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "code",
        description = {
            "Prints, as an administrator, another one-time code for an operator who exists.",
            "For another computer, or when the key or the first code is lost."
        },
        footer = {
            "%nWith --json:",
            "  {\"name\":\"grace\",\"code\":\"…\",\"expires\":\"2026-03-01T13:00:00Z\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator code grace",
            "%nSee also: operator enrol, which uses the code."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CodeCommand implements Callable<Integer> {
    @Mixin
    private NamedOperator operator;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonObject issued = operator.code(operator.connect());
        String expires = issued.getString("expires");
        result.print(
                spec.commandLine(),
                Json.createObjectBuilder()
                        .add("name", operator.name())
                        .add("code", issued.getString("code"))
                        .add("expires", expires),
                issued.getString("code"),
                "for one certificate of operator " + operator.shown() + ", until " + expires);
        return ExitCode.DONE;
    }
}
