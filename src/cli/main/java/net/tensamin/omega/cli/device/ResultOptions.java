package net.tensamin.omega.cli.device;

import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How a command prints what it achieved: for people, or as one line of JSON for programs. */
final class ResultOptions {
    @Option(names = "--json", description = "Print the result as a line of JSON.")
    private boolean json;

    void print(PrintWriter out, JsonObjectBuilder result, String... words) {
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
