package net.tensamin.omega.cli.accounts;

import jakarta.json.JsonObject;
import java.util.Map;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

final class AddCommand extends WritingCommand {
    private static final String JSON = "application/json";

    @Option(names = "--id", paramLabel = "ID", description = "Its id; else Omega makes one.")
    private Long id;

    AddCommand(Kind kind) {
        super(kind);
    }

    @Override
    public Integer call() {
        Map<Member, byte[]> files = files();
        if (id == null && !files.isEmpty()) {
            String option = files.keySet().iterator().next().option();
            throw new ParameterException(
                    spec().commandLine(), option + " needs --id; or give it with " + kind.name() + " change");
        }
        OmegaHttps https = connect();
        JsonObject account = members().build();
        if (id == null) {
            print(https.json(body(https.request(kind.path()), "POST", JSON, account)));
        } else {
            print(https.json(body(https.request(kind.path(id)), "PUT", JSON, account)));
            give(https, id, files);
        }
        return ExitCode.DONE;
    }
}
