package net.tensamin.omega.cli.operator;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.https.HttpsOptions;
import net.tensamin.omega.cli.https.OmegaHttps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "health",
        description =
                "Prints whether a server is ready, and each of its checks with the reason. Ends with 5 when it is not.",
        footer = {
            "%nWith --json, each check:",
            "  {\"name\":\"database\",\"status\":\"UP\",\"reason\":\"answers\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar health --server omega.example:9188 --ca ca.pem",
            "%nSee also: drain --status"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class HealthCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print each check as a line of JSON.")
    private boolean json;

    @Mixin
    private HttpsOptions server;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = server.anonymous();
        HttpResponse<String> answer = https.send(https.request("health/ready").build());
        PrintWriter out = spec.commandLine().getOut();
        for (JsonObject check : read(answer).getJsonArray("checks").getValuesAs(JsonObject.class)) {
            out.println(line(check));
        }
        if (!json) {
            out.println(answer.statusCode() == 200 ? "ready" : "not ready");
        }
        out.flush();
        return answer.statusCode() == 200 ? ExitCode.DONE : ExitCode.ERROR_REPLY;
    }

    private static JsonObject read(HttpResponse<String> answer) {
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega answered " + answer.statusCode() + ", and no health", e);
        }
    }

    private String line(JsonObject check) {
        String name = check.getString("name");
        String status = check.getString("status");
        String reason = check.get("data") instanceof JsonObject data ? data.getString("reason", "") : "";
        return json
                ? Json.createObjectBuilder()
                        .add("name", name)
                        .add("status", status)
                        .add("reason", reason)
                        .build()
                        .toString()
                : EventPrinter.printable(name + " " + status + (reason.isEmpty() ? "" : ": " + reason));
    }
}
