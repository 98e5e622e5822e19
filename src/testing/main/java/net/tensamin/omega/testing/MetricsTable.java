package net.tensamin.omega.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The table of {@code src/site/metrics.md}. */
public final class MetricsTable {
    private static final Path PAGE = Path.of("src/site/metrics.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(omega_[a-z0-9_]+)` \\| (\\w+) \\| (?:(`[\\w`, ]+`) )?\\| (.+) \\|$", Pattern.MULTILINE);

    private MetricsTable() {}

    /** @param label as it is written there, several too; empty for none */
    public record Row(String name, String type, String label, String help) {
        private static Row of(MatchResult match) {
            return new Row(
                    match.group(1), match.group(2), match.group(3) == null ? "" : match.group(3), match.group(4));
        }
    }

    /** In the page's order. */
    public static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().map(Row::of).toList();
    }
}
