package net.tensamin.omega.cli.accounts;

import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import picocli.CommandLine.Parameters;

final class ShowCommand extends AccountCommand {
    @Parameters(paramLabel = "ID")
    private long id;

    ShowCommand(Kind kind) {
        super(kind);
    }

    @Override
    public Integer call() {
        OmegaHttps https = connect();
        print(https.json(https.request(kind.path(id)).build()));
        return ExitCode.DONE;
    }
}
