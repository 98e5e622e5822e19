package net.tensamin.omega.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results as a table, in place of the former ones on a page that says the rest. */
final class Page {
    private static final String BEGIN = "<!-- written by the run: begin -->\n";
    private static final String END = "<!-- written by the run: end -->\n";

    private final Map<Stack, Map<Row, Outcome>> outcomes;
    private final List<String> reasons = new ArrayList<>();

    Page(Map<Stack, Map<Row, Outcome>> outcomes) {
        this.outcomes = outcomes;
    }

    /** @param template a page with a place for the results */
    void write(Path template, Path page) throws IOException {
        String text = Files.readString(template);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("no place for results in " + template);
        }
        Files.writeString(
                page, text.substring(0, begin + BEGIN.length()) + "\n" + results() + "\n" + text.substring(end));
    }

    private String results() {
        StringBuilder text = new StringBuilder();
        line(text, "", outcomes.keySet().stream().map(Stack::name).toList());
        line(text, "---", outcomes.keySet().stream().map(stack -> ":---:").toList());
        for (Row row : Row.values()) {
            line(
                    text,
                    row.title(),
                    outcomes.keySet().stream().map(stack -> cell(stack, row)).toList());
        }
        return text + "\n" + versions() + "\n" + notes();
    }

    private static void line(StringBuilder text, String first, List<String> cells) {
        text.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n");
    }

    private String cell(Stack stack, Row row) {
        if (!stack.runs()) {
            return "";
        }
        Outcome outcome = outcomes.get(stack).get(row);
        return switch (outcome.kind()) {
            case PASSED -> "passed";
            case FAILED -> "**failed**";
            case CANNOT -> "cannot (" + note(stack.name() + ": " + outcome.why()) + ")";
        };
    }

    private int note(String reason) {
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
        return reasons.indexOf(reason) + 1;
    }

    private String versions() {
        return outcomes.keySet().stream()
                .map(stack -> "- " + stack.name() + ": "
                        + (stack.runs() ? stack.version() : "skipped, " + stack.skipped()) + "\n")
                .collect(Collectors.joining());
    }

    private String notes() {
        return reasons.stream()
                .map(reason -> note(reason) + ". " + reason + "\n")
                .collect(Collectors.joining());
    }
}
