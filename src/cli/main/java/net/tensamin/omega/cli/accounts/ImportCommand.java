package net.tensamin.omega.cli.accounts;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.https.OperatorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = {
            "Registers the accounts of a file: lines of JSON as export prints them, or CSV of users (FILE.csv), whose first line"
                    + " names the columns.",
            "What is there already as it is to be stays so, so that the same file can be imported again; a user without an id"
                    + " is the one of its name, or gets an id. What is refused is printed, with its line and why; the rest is taken.",
            "While Omega is away or busy it waits. If it ends before the file does, it says with which line to go on."
        },
        footer = {
            "%nA line that is refused, and the end, with --json:",
            "  {\"line\":7,\"message\":\"The username is taken.\",\"members\":{\"username\":\"is taken\"}}",
            "  {\"made\":998,\"changed\":0,\"unchanged\":1,\"refused\":1}",
            "%nExample:",
            "  java -jar target/omega-cli.jar accounts import users.csv --dry-run"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE")
    private Path file;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dry;

    @Option(names = "--replace", description = "Change what is there and different; else it is refused.")
    private boolean replace;

    @Option(names = "--from-line", paramLabel = "N", defaultValue = "1", description = "Begin at this line.")
    private long from;

    @Option(names = "--ids", paramLabel = "FILE", description = "Write here which ids Omega makes: lines of JSON.")
    private Path ids;

    @Option(names = "--json", description = "Print lines of JSON.")
    private boolean json;

    @Mixin
    private OperatorOptions operator;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ImportTotals totals = new ImportTotals(out, json);
        ProgressBar bar = new ProgressBar(err, System.console() != null && !json, lines());
        Sending sending = new Sending(operator.connect(), replace, dry, err);
        try (AccountFile accounts = new AccountFile(file);
                PrintWriter made = idFile()) {
            ChunkReader chunks = new ChunkReader(accounts, from, dry);
            for (ImportChunk chunk = chunks.next(); !chunk.isEmpty(); chunk = chunks.next()) {
                totals.add(chunk, sending.answer(chunk), made);
                bar.show(chunk.lastLine(), totals.refused());
            }
        } finally {
            bar.end();
        }
        totals.print();
        return totals.refused() == 0 ? ExitCode.DONE : ExitCode.ERROR_REPLY;
    }

    private long lines() {
        try (var all = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return all.count();
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be read: " + e, e);
        }
    }

    private PrintWriter idFile() {
        try {
            return ids == null
                    ? new PrintWriter(PrintWriter.nullWriter())
                    : new PrintWriter(Files.newBufferedWriter(ids, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, ids + " cannot be written: " + e, e);
        }
    }
}
