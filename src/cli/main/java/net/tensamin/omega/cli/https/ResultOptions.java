package net.tensamin.omega.cli.https;

import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a command prints what it achieved: for people, or as one line of JSON for programs. */
public final class ResultOptions {
    @Option(names = "--json", description = "Print the result as a line of JSON.")
    private boolean json;

    /** The same for what scripts take with {@code $(…)}: it is alone on the standard output, and the remark is beside it, for people. */
    public void print(CommandLine command, JsonObjectBuilder result, String line, String remark) {
        print(command.getOut(), result, line);
        if (!json) {
            command.getErr().println(remark);
            command.getErr().flush();
        }
    }

    public void print(PrintWriter out, JsonObjectBuilder result, String... words) {
        if (json) {
            out.println(result.build());
        } else {
            for (String line : words) {
                out.println(line);
            }
        }
        out.flush();
    }
}
