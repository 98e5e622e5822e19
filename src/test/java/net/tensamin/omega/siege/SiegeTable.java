package net.tensamin.omega.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the attacks of one run came to, on a page for people. */
final class SiegeTable {
    private static final Path PAGE = Path.of("src/site/siege.md");
    private static final String BEGIN = "<!-- the last run -->\n";
    private static final String END = "<!-- its end -->\n";
    private static final String HEAD = """
            | row | what the attackers do | times | what they get | heap after a collection, MiB | direct, MiB | resident, MiB | processor, s | pushes during | p50, ms | p99, ms | slowest probe, ms | all back after, ms | limits |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private SiegeTable() {}

    /**
     * @param how the run was made
     * @param end what became of the server, and of rows that have no figures
     */
    static void write(String how, List<Besieged.Outcome> outcomes, String end) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int after = page.indexOf(END);
        String table = outcomes.stream().map(SiegeTable::row).collect(Collectors.joining());
        Files.writeString(
                PAGE,
                page.substring(0, begin) + how + "\n\n" + HEAD + table + "\n" + end + "\n" + page.substring(after));
    }

    private static String row(Besieged.Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %d → %d | %d → %d | %d → %d | %.1f | %d | %d | %d | %d | %d | %s |%n",
                outcome.attack().id(),
                outcome.attack().what(),
                outcome.times(),
                outcome.got(),
                outcome.before().heap(),
                outcome.during().heap(),
                outcome.before().direct(),
                outcome.during().direct(),
                outcome.before().resident(),
                outcome.during().resident(),
                outcome.processor().toMillis() / 1_000.0,
                outcome.pushes(),
                outcome.medianPushMillis(),
                outcome.pushMillis(),
                outcome.probeMillis(),
                outcome.backMillis(),
                outcome.exceeded().isEmpty() ? "held" : "exceeded: " + String.join(", ", outcome.exceeded()));
    }
}
