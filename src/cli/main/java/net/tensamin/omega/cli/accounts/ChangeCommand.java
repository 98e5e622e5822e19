package net.tensamin.omega.cli.accounts;

import java.util.List;
import java.util.Map;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

final class ChangeCommand extends WritingCommand {
    @Parameters(paramLabel = "ID")
    private long id;

    @Option(names = "--clear", paramLabel = "MEMBER", description = "What to take away, named as its option is.")
    private List<String> clear = List.of();

    ChangeCommand(Kind kind) {
        super(kind);
    }

    @Override
    public Integer call() {
        Map<Member, byte[]> files = files();
        OmegaHttps https = connect();
        give(https, id, files);
        print(https.json(body(
                https.request(kind.path(id)),
                "PATCH",
                "application/merge-patch+json",
                members().without(clear).build())));
        return ExitCode.DONE;
    }
}
