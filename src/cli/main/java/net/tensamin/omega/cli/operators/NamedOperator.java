package net.tensamin.omega.cli.operators;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.OperatorOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which operator a command is about, and who asks. */
final class NamedOperator {
    @Parameters(
            paramLabel = "NAME",
            description = "The operator's name, as its certificates have it after urn:tensamin:operator:")
    private String name;

    @Mixin
    private OperatorOptions asking;

    String name() {
        return name;
    }

    /** For people: a name that the server accepts has nothing that steers a terminal. */
    String shown() {
        return EventPrinter.printable(name);
    }

    OmegaHttps connect() {
        return asking.connect();
    }

    /** @param more of the path, after the operator's */
    String path(String more) {
        return "api/operations/operators/" + OmegaHttps.segment(name) + more;
    }

    /** As it is now. */
    JsonObject read(OmegaHttps https) {
        return https.json(https.request(path("")).build());
    }

    /** A new code, which nobody can ask for again. */
    JsonObject code(OmegaHttps https) {
        return https.json(
                https.request(path("/codes")).POST(BodyPublishers.noBody()).build());
    }
}
