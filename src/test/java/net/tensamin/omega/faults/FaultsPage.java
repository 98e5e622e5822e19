package net.tensamin.omega.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a page that says the rest. A run puts its rows in place of former ones of the same beginning, and leaves the others. */
final class FaultsPage {
    private static final Path PAGE = Path.of("src/site/faults.md");
    private static final String END = "<!-- written by the run: end -->\n";

    /**
     * @param keys how many of a row's first cells say which it is
     */
    record Table(String name, int keys) {
        static final Table COMMITS = new Table("commits", 3);
        static final Table OTHERS = new Table("others", 2);
        static final Table CATCH_UP = new Table("catch-up", 2);

        private String begin() {
            return "<!-- written by the run: " + name + " -->\n";
        }

        private String key(String row) {
            String[] cells = row.split(" *\\| *", keys + 2);
            return String.join("|", List.of(cells).subList(1, keys + 1));
        }
    }

    private FaultsPage() {}

    static void write(List<Outcome> outcomes) throws IOException {
        put(Table.COMMITS, outcomes.stream().map(FaultsPage::row).toList());
    }

    /** @param rows lines of the table, each with its bars */
    static void put(Table table, List<String> rows) throws IOException {
        Files.writeString(PAGE, with(Files.readString(PAGE), table, rows));
    }

    static String with(String page, Table table, List<String> rows) {
        int begin = page.indexOf(table.begin()) + table.begin().length();
        int end = page.indexOf(END, begin);
        if (begin < table.begin().length() || end < 0) {
            throw new IllegalStateException("no place for the table " + table.name());
        }
        List<String> lines =
                new ArrayList<>(page.substring(begin, end).strip().lines().toList());
        for (String row : rows) {
            int former = indexOf(table, lines, row);
            if (former < 0) {
                lines.add(row);
            } else {
                lines.set(former, row);
            }
        }
        return page.substring(0, begin) + "\n" + String.join("\n", lines) + "\n\n" + page.substring(end);
    }

    private static int indexOf(Table table, List<String> lines, String row) {
        for (int i = 2; i < lines.size(); i++) { // after the head and its rule
            if (table.key(lines.get(i)).equals(table.key(row))) {
                return i;
            }
        }
        return -1;
    }

    /** The first cells of all rows, which say what was done. */
    static List<String> names(Table table) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(table.begin());
        return page.substring(begin, page.indexOf(END, begin))
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .map(line -> line.split(" *\\| *")[1])
                .toList();
    }

    static String row(Outcome outcome) {
        return row(
                outcome.fault(),
                outcome.database(),
                outcome.nodes(),
                outcome.lasted().isZero() ? "" : lasted(outcome.lasted()),
                outcome.notReadyAfter().map(FaultsPage::seconds).orElse(""),
                outcome.commitsAfter().map(FaultsPage::seconds).orElse(""),
                outcome.lines(),
                outcome.acknowledged() == 0 ? "" : outcome.acknowledged(),
                outcome.betweenPings()
                        .map(longest -> seconds(longest.session()) + ", " + seconds(longest.link()))
                        .orElse(""),
                outcome.growth()
                        .map(more -> String.format("%+d, %+d", more.descriptors(), more.threads()))
                        .orElse(""));
    }

    static String row(Object... cells) {
        StringBuilder row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        return row.toString();
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    static String lasted(Duration time) {
        return time.toMinutes() >= 2 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
