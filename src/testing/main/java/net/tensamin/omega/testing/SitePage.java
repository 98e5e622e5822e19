package net.tensamin.omega.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a page of {@code src/site} tells people, and tells them to type.
 *
 * @param name of the file, such as {@code operations.md}
 */
public record SitePage(String name) {
    private static final Pattern SCRIPT = Pattern.compile("(?<=```sh\n).*?(?=```)", Pattern.DOTALL);

    public String text() throws IOException {
        return Files.readString(Path.of("src/site", name));
    }

    /** The shell scripts of the page, for the server of {@link OmegaDeployment}. */
    public List<String> scripts() throws IOException {
        return scripts(OmegaDeployment.data()).stream()
                .map(script -> script.replace(
                        "https://localhost:9188/", OmegaDeployment.https().toString()))
                .toList();
    }

    /** The same, word for word. */
    public List<String> typed() throws IOException {
        return SCRIPT.matcher(text()).results().map(MatchResult::group).toList();
    }

    /** The same, with the data directory of a server. */
    public List<String> scripts(Path data) throws IOException {
        return typed().stream()
                .map(script -> script.replace(" data/", " " + data + "/"))
                .toList();
    }
}
