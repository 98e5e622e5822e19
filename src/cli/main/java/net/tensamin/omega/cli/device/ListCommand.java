package net.tensamin.omega.cli.device;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
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
        description = "Lists a user's devices, one a line, as an operator.",
        footer = {
            "%nWith --json, each device; name, enrolled, last_seen and revoked where there are:",
            "  {\"device_id\":\"…\",\"name\":\"phone\",\"enrolled\":\"…\",\"last_seen\":\"…\",\"cursor\":12}",
            "%nExample:",
            "  java -jar target/omega-cli.jar device list --user 42",
            "%nSee also: device revoke"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ListCommand implements Callable<Integer> {
    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user whose devices to list.")
    private long user;

    @Option(names = "--json", description = "Print each device as a line of JSON.")
    private boolean json;

    @Mixin
    private OperatorOptions operator;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = operator.connect();
        JsonObject answer =
                https.json(https.request("api/operations/devices/" + user).build());
        PrintWriter out = spec.commandLine().getOut();
        for (JsonValue device : answer.getJsonArray("devices")) {
            out.println(json ? device : describe(device.asJsonObject()));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static String describe(JsonObject device) {
        StringBuilder line = new StringBuilder(device.getString("device_id"));
        if (device.containsKey("name")) {
            line.append(" \"").append(device.getString("name")).append('"');
        }
        line.append(", enrolled ").append(device.getString("enrolled", "elsewhere"));
        line.append(", last seen ").append(device.getString("last_seen", "never"));
        line.append(", cursor ").append(device.getJsonNumber("cursor"));
        if (device.containsKey("revoked")) {
            line.append(", revoked ").append(device.getString("revoked"));
        }
        return line.toString();
    }
}
