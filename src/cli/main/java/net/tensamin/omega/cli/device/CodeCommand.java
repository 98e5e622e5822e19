package net.tensamin.omega.cli.device;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
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
        name = "code",
        description = {
            "Gives out, as an operator, a one-time code that enrols one device of a user.",
            "Prints the code, and for whom and how long on the standard error. Nobody can ask for it again."
        },
        footer = {
            "%nWith --json:",
            "  {\"user_id\":42,\"code\":\"…\",\"expires\":\"2026-03-01T13:00:00Z\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar device code --user 42 --name phone",
            "%nSee also: device enrol, which uses the code."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CodeCommand implements Callable<Integer> {
    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user whose device it is.")
    private long user;

    @Option(names = "--name", description = "The name by which operators will know the device.")
    private String name;

    @Mixin
    private OperatorOptions operator;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonObjectBuilder body = Json.createObjectBuilder().add("user_id", user);
        if (name != null) {
            body.add("name", name);
        }
        OmegaHttps https = operator.connect();
        JsonObject issued = https.json(https.request("api/operations/devices/codes")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.build().toString()))
                .build());
        String expires = issued.getString("expires");
        result.print(
                spec.commandLine(),
                Json.createObjectBuilder()
                        .add("user_id", user)
                        .add("code", issued.getString("code"))
                        .add("expires", expires),
                issued.getString("code"),
                "for one device of user " + user + ", until " + expires);
        return ExitCode.DONE;
    }
}
