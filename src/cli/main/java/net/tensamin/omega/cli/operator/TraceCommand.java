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
        name = "trace",
        description =
                "Prints, as an operator, what the servers remember of a user's notifications: one event a line, the"
                        + " oldest first.",
        footer = {
            "%nWith --json, each event; sender_id, revision, party and node where there are:",
            "  {\"at\":\"…\",\"kind\":\"pushed\",\"sender_id\":7,\"revision\":12,\"party\":\"device 9c3e…\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar trace --user 42",
            "%nSee also: pending, device list"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TraceCommand implements Callable<Integer> {
    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user.")
    private long user;

    @Option(names = "--json", description = "Print each event as a line of JSON.")
    private boolean json;

    @Mixin
    private OperatorOptions operator;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = operator.connect();
        JsonObject trace =
                https.json(https.request("api/operations/trace/" + user).build());
        PrintWriter out = spec.commandLine().getOut();
        for (JsonObject event : trace.getJsonArray("events").getValuesAs(JsonObject.class)) {
            out.println(json ? event : EventPrinter.printable(event(event)));
        }
        if (!json) {
            out.println(EventPrinter.printable(summary(trace)));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static String event(JsonObject event) {
        return event.getString("at") + " " + event.getString("kind")
                + Words.said(" from ", event, "sender_id")
                + Words.said(" revision ", event, "revision")
                + Words.said(", ", event, "party")
                + Words.said(" on ", event, "node");
    }

    private String summary(JsonObject trace) {
        String through = trace.getString("online_through");
        String silent = trace.getJsonArray("silent_nodes").isEmpty()
                ? ""
                : "; no answer from " + trace.getJsonArray("silent_nodes");
        return "user " + user + (through.isEmpty() ? " is offline" : " is online through " + through) + ", with "
                + Words.counted(trace.getInt("sessions"), "session") + silent;
    }
}
