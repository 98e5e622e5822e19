package net.tensamin.omega.cli.operators;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        description = {
            "Adds an operator, as an administrator, and prints a one-time code on the first line.",
            "With the code the operator gets a certificate; one who has one needs no code."
        },
        footer = {
            "%nWith --json:",
            "  {\"name\":\"grace\",\"role\":\"operate\",\"code\":\"…\",\"expires\":\"2026-03-01T13:00:00Z\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator add grace --role operate",
            "%nSee also: operator enrol, which uses the code."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AddCommand implements Callable<Integer> {
    private static final int DIFFERENT = 428; // RFC 6585 §3

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
        add(https);
        JsonObject issued = operator.code(https);
        String expires = issued.getString("expires");
        result.print(
                spec.commandLine(),
                Json.createObjectBuilder()
                        .add("name", operator.name())
                        .add("role", role.toString())
                        .add("code", issued.getString("code"))
                        .add("expires", expires),
                issued.getString("code"),
                "for one certificate of operator " + operator.shown() + " (" + role + "), until " + expires);
        return ExitCode.DONE;
    }

    private void add(OmegaHttps https) {
        HttpRequest put = https.request(operator.path(""))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(role.json()))
                .build();
        HttpResponse<String> answer = https.send(put);
        if (answer.statusCode() == DIFFERENT) {
            throw new Failure(
                    ExitCode.ERROR_REPLY,
                    "Operator " + operator.shown() + " exists, with another role: operator change");
        }
        https.require(answer);
    }
}
