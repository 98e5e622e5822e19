package net.tensamin.omega.cli.operators;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows an operator, as an operator: its role, and the certificates that it got from Omega.",
        footer = {
            "%nWith --json:",
            "  {\"name\":\"grace\",\"role\":\"operate\",\"configured\":false,\"certificates\":[{\"certificate_id\":\"…\"}]}",
            "%nExample:",
            "  java -jar target/omega-cli.jar operator show grace",
            "%nSee also: operator revoke, which takes the id of a certificate."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private NamedOperator operator;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = operator.connect();
        JsonObject known = operator.read(https);
        JsonObjectBuilder all = Json.createObjectBuilder(known).remove("status").remove("etag");
        StringBuilder words = new StringBuilder(ListCommand.describe(known));
        if (known.containsKey("added")) { // only who is registered gets certificates here
            JsonObject answer =
                    https.json(https.request(operator.path("/certificates")).build());
            all.add("certificates", answer.getJsonArray("certificates"));
            answer.getJsonArray("certificates")
                    .getValuesAs(JsonObject.class)
                    .forEach(each -> words.append("%n  ".formatted()).append(describe(each)));
        }
        result.print(spec.commandLine().getOut(), all, words.toString());
        return ExitCode.DONE;
    }

    private static String describe(JsonObject certificate) {
        return certificate.getString("certificate_id") + ", enrolled " + certificate.getString("enrolled")
                + ", valid until " + certificate.getString("ends")
                + (certificate.getBoolean("revoked") ? ", revoked" : "");
    }
}
