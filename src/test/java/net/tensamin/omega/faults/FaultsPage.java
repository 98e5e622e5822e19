package net.tensamin.omega.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What came of faults as a table, in place of the former one on a page that says the rest. */
final class FaultsPage {
    private static final Path PAGE = Path.of("src/site/faults.md");
    private static final String BEGIN = "<!-- written by the run: begin -->\n";
    private static final String END = "<!-- written by the run: end -->\n";

    private FaultsPage() {}

    static void write(List<FaultRun.Outcome> outcomes) throws IOException {
        String text = Files.readString(PAGE);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("no place for a table in " + PAGE);
        }
        Files.writeString(
                PAGE, text.substring(0, begin + BEGIN.length()) + "\n" + table(outcomes) + "\n" + text.substring(end));
    }

    static String table(List<FaultRun.Outcome> outcomes) {
        StringBuilder table = new StringBuilder(
                "| while | database | nodes | for | not ready after | commits go on after | lines logged | acknowledged, none lost |\n"
                        + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        outcomes.forEach(each -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %.1f s | %d | %d |%n",
                each.fault(),
                each.database(),
                each.nodes(),
                lasted(each.lasted()),
                each.notReadyAfter().map(FaultsPage::seconds).orElse(""),
                each.commitsAfter().toMillis() / 1000.0,
                each.lines(),
                each.acknowledged())));
        return table.toString();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static String lasted(Duration time) {
        return time.isZero() ? "" : time.toSeconds() + " s";
    }
}
