package net.tensamin.omega.cli.accounts;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.SecretFile;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.OperatorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = {
            "Prints all accounts, one a line of JSON, in the order in which they can be imported.",
            "Users have the hash of their reset token, and no picture."
        },
        footer = {
            "%nA line:",
            "  {\"user\":{\"user_id\":42,\"username\":\"alice\",\"public_key\":\"…\",\"iota_id\":1001}}",
            "%nExample:",
            "  java -jar target/omega-cli.jar accounts export --to accounts.jsonl",
            "%nSee also: accounts import"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {
    private static final List<String> KINDS = List.of("iotas", "omikrons", "users");

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "A new file to write them to, readable by its owner only. Default: the standard output")
    private Path file;

    @Mixin
    private OperatorOptions operator;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OmegaHttps https = operator.connect();
        if (file == null) {
            export(https, spec.commandLine().getOut());
            return ExitCode.DONE;
        }
        try (PrintWriter out = new PrintWriter(SecretFile.create(file))) {
            export(https, out);
            if (out.checkError()) {
                throw new Failure(ExitCode.USAGE, file + " could not be written to its end");
            }
        }
        return ExitCode.DONE;
    }

    private static void export(OmegaHttps https, PrintWriter out) {
        for (String kind : KINDS) {
            https.pages("api/operations/accounts/export?kind=" + kind, "0", "accounts", out::println);
        }
        out.flush();
    }
}
