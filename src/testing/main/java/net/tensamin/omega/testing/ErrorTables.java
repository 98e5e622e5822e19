package net.tensamin.omega.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tables of {@code src/site/errors.md}. */
public final class ErrorTables {
    private static final Path PAGE = Path.of("src/site/errors.md");

    private ErrorTables() {}

    /** What is written as code in the first columns below a heading, a line a row, its words separated by a space. */
    public static List<String> below(String heading, int columns) throws IOException {
        String section = Arrays.stream(Files.readString(PAGE).split("(?m)^## "))
                .filter(text -> text.startsWith(heading + "\n"))
                .findFirst()
                .orElseThrow();
        Pattern row = Pattern.compile("^\\|" + " `(\\w+)` \\|".repeat(columns), Pattern.MULTILINE);
        return row.matcher(section).results().map(ErrorTables::words).toList();
    }

    private static String words(MatchResult row) {
        return IntStream.rangeClosed(1, row.groupCount()).mapToObj(row::group).collect(Collectors.joining(" "));
    }
}
