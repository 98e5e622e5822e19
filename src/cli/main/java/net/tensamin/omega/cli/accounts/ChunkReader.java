package net.tensamin.omega.cli.accounts;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.tensamin.omega.cli.accounts.AccountFile.Account;

/**
 * Cuts a file into chunks. In a dry run nothing of an earlier chunk is there when a later one is looked at: Omega is told which Iotas to take
 * for made, and names that come twice are found here. For one thread at a time.
 */
final class ChunkReader {
    private final AccountFile file;
    private final long from;
    private final boolean dry;
    private final Set<Long> iotas = new HashSet<>();
    private final Map<String, Long> names = new HashMap<>();
    private Account waiting;

    /** @param from lines before it are left out */
    ChunkReader(AccountFile file, long from, boolean dry) {
        this.file = file;
        this.from = from;
        this.dry = dry;
    }

    /** The next; an empty one after the last. */
    ImportChunk next() {
        ImportChunk chunk = new ImportChunk();
        for (Account account = take(); account != null; account = take()) {
            if (!chunk.hasRoomFor(account)) {
                waiting = account;
                break;
            }
            chunk.add(account);
            assume(account, chunk);
        }
        return chunk;
    }

    private Account take() {
        if (waiting != null) {
            Account first = waiting;
            waiting = null;
            return first;
        }
        Account account = file.next();
        while (account != null && account.line() < from) {
            account = file.next();
        }
        return account == null || !dry ? account : looked(account);
    }

    private Account looked(Account account) {
        if (account.kind().equals("user") && account.members().get("username") instanceof JsonString name) {
            Long before = names.putIfAbsent(name.getString().toLowerCase(Locale.ROOT), account.line());
            if (before != null) {
                return new Account(
                        account.line(), "", JsonValue.EMPTY_JSON_OBJECT, "has the username of line " + before);
            }
        }
        return account;
    }

    private void assume(Account account, ImportChunk chunk) {
        long iota = iota(account.members());
        if (dry && account.kind().equals("iota")) {
            iotas.add(iota);
        } else if (dry && iotas.contains(iota)) {
            chunk.assume(iota);
        }
    }

    /** 0 for none. */
    private static long iota(JsonObject members) {
        JsonValue id = members.get("iota_id");
        if (id instanceof JsonNumber number && number.isIntegral()) {
            return number.longValue();
        }
        return id instanceof JsonString digits && digits.getString().matches("[0-9]{1,18}")
                ? Long.parseLong(digits.getString())
                : 0;
    }
}
