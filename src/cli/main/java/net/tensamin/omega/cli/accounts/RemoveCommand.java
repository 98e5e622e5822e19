package net.tensamin.omega.cli.accounts;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

final class RemoveCommand extends AccountCommand {
    @Parameters(paramLabel = "ID")
    private long id;

    RemoveCommand(Kind kind) {
        super(kind);
    }

    @Override
    public Integer call() {
        List<Member> said = given(kind.removals());
        if (said.size() > 1) {
            throw new ParameterException(
                    spec().commandLine(),
                    said.stream().map(Member::option).collect(Collectors.joining(" and ", "Give one of ", "")));
        }
        String query =
                said.stream().map(each -> "?" + each.parameter(value(each))).collect(Collectors.joining());
        OmegaHttps https = connect();
        while (remove(https, kind.path(id) + query).getBoolean("remaining", false)) {
            // each call takes the next of what depends on it
        }
        print(Json.createObjectBuilder().add("removed", id).build(), "removed: " + kind.name() + " " + id);
        return ExitCode.DONE;
    }

    private static JsonObject remove(OmegaHttps https, String path) {
        return https.json(https.request(path).DELETE().build());
    }
}
