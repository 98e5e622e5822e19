package net.tensamin.omega.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a run of the command line printed, and its exit code. */
public record CliRun(int exitCode, String out, String err) {

    public static CliRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                OmegaCli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new CliRun(exitCode, out.toString(), err.toString());
    }

    /** The program's, for tests of other packages. */
    public static CommandLine commandLine() {
        return OmegaCli.commandLine();
    }
}
