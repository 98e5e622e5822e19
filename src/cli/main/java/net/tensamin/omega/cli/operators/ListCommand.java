package net.tensamin.omega.cli.operators;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.OperatorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "Lists the operators, one a line, as an operator.",
        footer = {
            "%nWith --json, each operator; added where it is registered:",
            "  {\"name\":\"grace\",\"role\":\"operate\",\"configured\":false,\"added\":\"…\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator list",
            "%nSee also: operator show"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ListCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;

    @Option(names = "--find", defaultValue = "", description = "Only operators whose name has this in it.")
    private String find;

    @Option(names = "--json", description = "Print each operator as a line of JSON.")
    private boolean json;

    @Mixin
    private OperatorOptions asking;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = asking.connect();
        PrintWriter out = spec.commandLine().getOut();
        https.pages(
                "api/operations/operators?most=" + AT_ONCE + "&find=" + OmegaHttps.encoded(find),
                "",
                "operators",
                each -> out.println(
                        json ? Json.createObjectBuilder(each).remove("etag").build() : describe(each)));
        out.flush();
        return ExitCode.DONE;
    }

    static String describe(JsonObject operator) {
        return EventPrinter.printable(operator.getString("name")) + ": " + operator.getString("role")
                + (operator.getBoolean("configured") ? ", by the server's configuration" : "")
                + (operator.containsKey("added") ? ", added " + operator.getString("added") : "");
    }
}
