package net.tensamin.omega.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What README.md tells people, and tells them to type. */
public final class Readme {
    private static final Pattern SCRIPT = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private Readme() {}

    /** The shell scripts of a section, for the server of {@link OmegaDeployment}. */
    public static List<String> scripts(String heading) throws IOException {
        return scripts(heading, OmegaDeployment.data()).stream()
                .map(script -> script.replace(
                        "https://localhost:9188/", OmegaDeployment.https().toString()))
                .toList();
    }

    /** The same, with the data directory of a server. */
    public static List<String> scripts(String heading, Path data) throws IOException {
        return SCRIPT.matcher(section(heading))
                .results()
                .map(MatchResult::group)
                .map(fenced -> fenced.substring("```sh\n".length(), fenced.length() - "```".length()))
                .map(script -> script.replace(" data/", " " + data + "/"))
                .toList();
    }

    /** The text below a heading of the second level, to the next. */
    public static String section(String heading) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new IllegalArgumentException("README.md has no section " + heading);
        }
        return readme.substring(start, readme.indexOf("\n## ", start + 1));
    }
}
