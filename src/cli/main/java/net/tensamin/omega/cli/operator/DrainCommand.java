package net.tensamin.omega.cli.operator;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.OperatorOptions;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "drain",
        description = {
            "Takes a server out of service, as an operator: clients are sent to other servers, and nobody new is let in.",
            "Only a restart puts it back into service. Asking again tells how far it is."
        },
        footer = {
            "%nWith --json:",
            "  {\"state\":\"draining\",\"remaining_ms\":9000,\"devices\":2,\"omikrons\":1}",
            "%nExample:",
            "  java -jar target/omega-cli.jar drain --status",
            "%nSee also: health"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DrainCommand implements Callable<Integer> {
    @Option(names = "--status", description = "Only ask how far it is; begin nothing.")
    private boolean status;

    @Mixin
    private OperatorOptions operator;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = operator.connect();
        HttpRequest.Builder request = https.request("api/operations/drain");
        JsonObject report = https.json((status ? request.GET() : request.POST(BodyPublishers.noBody())).build());
        String state = report.getString("state");
        int devices = report.getInt("devices");
        int omikrons = report.getInt("omikrons");
        result.print(
                spec.commandLine().getOut(),
                Json.createObjectBuilder()
                        .add("state", state)
                        .add("remaining_ms", report.getJsonNumber("remaining_ms"))
                        .add("devices", devices)
                        .add("omikrons", omikrons),
                state + ": " + Words.counted(devices, "device") + " and " + Words.counted(omikrons, "Omikron")
                        + " connected");
        return ExitCode.DONE;
    }
}
