package net.tensamin.omega.cli.accounts;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/**
 * Reads a file of accounts: a line of JSON each, or CSV (RFC 4180) of users, whose first line names the members. Not thread-safe.
 */
final class AccountFile implements AutoCloseable {
    private static final Set<String> KINDS = Set.of("iota", "omikron", "user");
    private static final Set<String> NUMBERS = Set.of("user_id", "iota_id", "sub_level", "sub_end");

    private final Path file;
    private final BufferedReader lines;
    private final boolean csv;
    private List<String> columns;
    private long line;

    /**
     * An account of the file.
     *
     * @param line where it begins, the first is 1
     * @param kind {@code user}, {@code iota} or {@code omikron}; empty where the line is none
     * @param fault what is wrong with a line that is no account; empty for an account
     */
    record Account(long line, String kind, JsonObject members, String fault) {
        boolean isRead() {
            return fault.isEmpty();
        }

        private static Account faulty(long line, String fault) {
            return new Account(line, "", JsonObject.EMPTY_JSON_OBJECT, fault);
        }
    }

    /** By its name: {@code .csv} is CSV, anything else lines of JSON. */
    AccountFile(Path file) {
        this.file = file;
        this.csv = file.toString().toLowerCase().endsWith(".csv");
        try {
            lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Failure unreadable(IOException e) {
        String why = e instanceof CharacterCodingException ? "it is not UTF-8" : e.toString();
        return new Failure(ExitCode.USAGE, file + " cannot be read: " + why, e);
    }

    /** The next account; null after the last. Blank lines are none. */
    Account next() {
        try {
            String text = nextLine();
            while (text != null && text.isBlank()) {
                text = nextLine();
            }
            if (text == null) {
                return null;
            }
            return csv ? ofCsv(text) : ofJson(text);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private String nextLine() throws IOException {
        String text = lines.readLine();
        line++;
        return line == 1 && text != null && text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private Account ofJson(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject object = reader.readObject();
            List<String> kinds = KINDS.stream().filter(object::containsKey).toList();
            if (kinds.size() != 1 || object.size() != 1 || !(object.get(kinds.get(0)) instanceof JsonObject members)) {
                return Account.faulty(line, "is not {\"user\":{…}}, {\"iota\":{…}} or {\"omikron\":{…}}");
            }
            return new Account(line, kinds.get(0), members, "");
        } catch (JsonException e) {
            return Account.faulty(line, "is not a JSON object");
        }
    }

    private Account ofCsv(String first) throws IOException {
        long begin = line;
        if (columns == null) {
            columns = Csv.fields(first);
            if (columns.stream().anyMatch(String::isBlank)
                    || columns.stream().distinct().count() < columns.size()) {
                throw new Failure(ExitCode.USAGE, file + ": its first line does not name its columns");
            }
            return next();
        }
        String record = first;
        while (!Csv.isWhole(record)) { // a quoted field may have lines
            String more = nextLine();
            if (more == null) {
                return Account.faulty(begin, "has a quote that does not end");
            }
            record += "\n" + more;
        }
        List<String> fields = Csv.fields(record);
        if (fields.size() != columns.size()) {
            return Account.faulty(begin, "has " + fields.size() + " fields, and the first line " + columns.size());
        }
        return new Account(begin, "user", user(fields), "");
    }

    /** An empty field is a member that is not there. */
    private JsonObject user(List<String> fields) {
        Members members = new Members();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).strip();
            String field = fields.get(i);
            if (!field.isEmpty() && NUMBERS.contains(name) && field.matches("[0-9]{1,18}")) {
                members.with(name, Long.valueOf(field));
            } else if (!field.isEmpty()) {
                members.with(name, field);
            }
        }
        return members.build();
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
