package net.tensamin.omega.cli.operator;

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
        name = "audit",
        description =
                "Prints, as an operator, what operators did and who was refused: one call a line, the newest first.",
        footer = {
            "%nWith --json, each call; caller, certificate, address and subject where there are:",
            "  {\"at\":\"…\",\"caller\":\"urn:tensamin:operator:ada\",\"action\":\"POST …\",\"http_status\":200,\"node\":\"…\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar audit --find user_id=42",
            "%nSee also: audit.log in the server's data directory"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AuditCommand implements Callable<Integer> {
    @Option(
            names = "--find",
            defaultValue = "",
            description = "Only calls whose caller, action or subject has this in it.")
    private String find;

    @Option(names = "--most", defaultValue = "50", description = "How many, at most 500. Default: ${DEFAULT-VALUE}")
    private int most;

    @Option(names = "--json", description = "Print each call as a line of JSON.")
    private boolean json;

    @Mixin
    private OperatorOptions operator;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = operator.connect();
        String query = "?most=" + most + "&find=" + OmegaHttps.encoded(find);
        JsonObject audit =
                https.json(https.request("api/operations/audit" + query).build());
        PrintWriter out = spec.commandLine().getOut();
        for (JsonObject call : audit.getJsonArray("calls").getValuesAs(JsonObject.class)) {
            out.println(json ? call : EventPrinter.printable(describe(call)));
        }
        if (!json && !audit.getBoolean("complete")) {
            out.println("the database is away: these are only the calls that this server has not written to it yet");
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static String describe(JsonObject call) {
        return call.getString("at") + " " + call.getString("caller", "nobody")
                + Words.said(" from ", call, "address")
                + ": " + call.getString("action")
                + Words.said(" ", call, "subject")
                + ": " + call.getInt("http_status")
                + " (" + call.getString("node") + ")";
    }
}
