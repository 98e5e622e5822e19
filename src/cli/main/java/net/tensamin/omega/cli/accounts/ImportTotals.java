package net.tensamin.omega.cli.accounts;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.accounts.AccountFile.Account;

/** What became of the accounts of a file: each that was refused at once, and numbers at the end. For one thread at a time. */
final class ImportTotals {
    private final PrintWriter out;
    private final boolean json;
    private long made;
    private long changed;
    private long unchanged;
    private long refused;

    ImportTotals(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    long refused() {
        return refused;
    }

    /**
     * @param answer empty where nothing was asked
     * @param ids takes a line for each id that Omega has made
     */
    void add(ImportChunk chunk, JsonObject answer, PrintWriter ids) {
        made += answer.getInt("made", 0);
        changed += answer.getInt("changed", 0);
        unchanged += answer.getInt("unchanged", 0);
        list(answer, "ids").forEach(ids::println);
        List<JsonObject> refusals = Stream.concat(
                        chunk.faulty().stream().map(ImportTotals::refusal), list(answer, "refused"))
                .sorted((one, other) -> Long.compare(line(one), line(other)))
                .toList();
        refused += refusals.size();
        refusals.forEach(each -> out.println(
                json ? each : "line " + line(each) + ": " + EventPrinter.printable(each.getString("message"))));
        out.flush();
    }

    private static Stream<JsonObject> list(JsonObject answer, String member) {
        JsonArray list = answer.getOrDefault(member, JsonValue.EMPTY_JSON_ARRAY).asJsonArray();
        return list.stream().map(JsonValue::asJsonObject);
    }

    private static JsonObject refusal(Account faulty) {
        return Json.createObjectBuilder()
                .add("line", faulty.line())
                .add("message", "The line " + faulty.fault() + ".")
                .add("members", JsonValue.EMPTY_JSON_OBJECT)
                .build();
    }

    private static long line(JsonObject refusal) {
        return refusal.getJsonNumber("line").longValue();
    }

    void print() {
        JsonObjectBuilder totals = Json.createObjectBuilder()
                .add("made", made)
                .add("changed", changed)
                .add("unchanged", unchanged)
                .add("refused", refused);
        out.println(
                json
                        ? totals.build()
                        : made + " made, " + changed + " changed, " + unchanged + " unchanged, " + refused
                                + " refused");
        out.flush();
    }
}
