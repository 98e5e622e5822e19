package net.tensamin.omega.cli.accounts;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.tensamin.omega.cli.accounts.AccountFile.Account;

/** Accounts that go to Omega in one request, which takes up to a number and a length. For one thread at a time. */
final class ImportChunk {
    private static final int MOST = 1_000;

    /** With some to spare below the API's 1 MiB. */
    private static final int MOST_BYTES = 1_000_000;

    /** Digits of an id, and a comma. */
    private static final int ID_BYTES = 20;

    private final List<JsonObject> accounts = new ArrayList<>();
    private final List<Account> faulty = new ArrayList<>();
    private final Set<Long> assumed = new TreeSet<>();
    private long firstLine;
    private long lastLine;
    private long bytes;

    private static JsonObject sent(Account account) {
        return Json.createObjectBuilder()
                .add("line", account.line())
                .add(account.kind(), account.members())
                .build();
    }

    private static int length(Account account) {
        return sent(account).toString().getBytes(StandardCharsets.UTF_8).length + ID_BYTES;
    }

    boolean hasRoomFor(Account account) {
        return isEmpty()
                || accounts.size() + faulty.size() < MOST
                        && bytes + (account.isRead() ? length(account) : 0) <= MOST_BYTES;
    }

    void add(Account account) {
        if (account.isRead()) {
            accounts.add(sent(account));
            bytes += length(account);
        } else {
            faulty.add(account);
        }
        firstLine = isEmpty() ? account.line() : firstLine;
        lastLine = account.line();
    }

    /** An Iota that the file has before, and a dry run has not made. */
    void assume(long iota) {
        assumed.add(iota);
    }

    boolean isEmpty() {
        return firstLine == 0;
    }

    /** Whether nothing of it is for Omega. */
    boolean isFaulty() {
        return accounts.isEmpty();
    }

    long firstLine() {
        return firstLine;
    }

    long lastLine() {
        return lastLine;
    }

    /** Lines that are no accounts. */
    List<Account> faulty() {
        return faulty;
    }

    JsonObject body(boolean replace, boolean dry) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        accounts.forEach(all::add);
        JsonObjectBuilder body =
                Json.createObjectBuilder().add("replace", replace).add("dry_run", dry);
        if (!assumed.isEmpty()) {
            JsonArrayBuilder iotas = Json.createArrayBuilder();
            assumed.forEach(iotas::add);
            body.add("assumed_iotas", iotas);
        }
        return body.add("accounts", all).build();
    }
}
