package net.tensamin.omega.cli.accounts;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "accounts",
        description = "What operators do with many accounts at a time, over Omega's HTTPS.",
        footer = {
            "%nExamples:",
            "  java -jar target/omega-cli.jar accounts export --server old.example --to accounts.jsonl",
            "  java -jar target/omega-cli.jar accounts import accounts.jsonl --dry-run",
            "  java -jar target/omega-cli.jar accounts reapply data/audit.log"
        },
        mixinStandardHelpOptions = true,
        subcommands = {ImportCommand.class, ExportCommand.class, ReapplyCommand.class},
        sortOptions = false)
public final class AccountsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? One of import, export, reapply");
    }
}
