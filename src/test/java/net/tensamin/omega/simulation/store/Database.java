package net.tensamin.omega.simulation.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.tensamin.omega.simulation.store.Table.Key;

/** What is committed, and who has locked what. One thread. */
public final class Database {
    private final Map<Table, NavigableMap<Key, Row>> committed = new EnumMap<>(Table.class);
    private final Map<Table, List<Row>> rows = new EnumMap<>(Table.class);
    private final Map<Key, Transaction> locks = new HashMap<>();
    private final List<Transaction> open = new ArrayList<>();
    private CommitListener listener = (before, after) -> {};

    /** Told of each row that a commit changes. */
    public interface CommitListener {
        /** @param before null for a row that is new; {@code after} null for one that is gone */
        void changed(Row before, Row after);
    }

    /** A database as after its migrations. */
    public Database() {
        for (Table table : Table.values()) {
            committed.put(table, new TreeMap<>());
        }
        put(Table.REMOVAL_COUNT, Row.of("id", 1L, "last_number", 0L));
    }

    public void listen(CommitListener told) {
        listener = told;
    }

    private void put(Table table, Row row) {
        change(table.keyOf(row), row);
    }

    /** @return what was there, or null */
    private Row change(Key key, Row row) {
        rows.remove(key.table());
        NavigableMap<Key, Row> table = committed.get(key.table());
        return row == null ? table.remove(key) : table.put(key, row);
    }

    public void addUser(long user, long iota) {
        put(
                Table.USERS,
                Row.of(
                        "user_id",
                        user,
                        "iota_id",
                        iota,
                        "username",
                        "user-" + user,
                        "public_key",
                        "key",
                        "version",
                        1L));
    }

    public void addIota(long iota) {
        put(Table.IOTA, Row.of("iota_id", iota, "public_key", "key", "version", 1L));
    }

    public void addOmikron(long omikron, byte[] publicKey) {
        put(Table.OMIKRON, Row.of("omikron_id", omikron, "public_key", publicKey));
    }

    /** @param waits for a lock that another transaction has */
    public Transaction begin(LockWait waits) {
        Transaction begun = new Transaction(this, waits);
        open.add(begun);
        return begun;
    }

    /** What a statement does that meets a lock. */
    public interface LockWait {
        /** Returns once the owner may have ended; or throws, as a database does after a while. */
        void until(Transaction owner);
    }

    /** As it is committed; null if it is not. */
    Row find(Key key) {
        return committed.get(key.table()).get(key);
    }

    NavigableMap<Key, Row> committed(Table table) {
        return committed.get(table);
    }

    Transaction ownerOf(Key key) {
        return locks.get(key);
    }

    void lock(Key key, Transaction owner) {
        locks.put(key, owner);
    }

    void end(Transaction ended, Map<Key, Row> changes) {
        changes.forEach((key, row) -> {
            listener.changed(change(key, row), row);
        });
        locks.values().removeIf(ended::equals);
        open.remove(ended);
    }

    /** All rows of a table as they are committed, in order of their keys. */
    public List<Row> rows(Table table) {
        return rows.computeIfAbsent(
                table, read -> List.copyOf(committed.get(read).values()));
    }

    /** All that is committed. */
    public Map<?, Row> snapshot() {
        Map<Key, Row> all = new TreeMap<>();
        committed.values().forEach(all::putAll);
        return all;
    }

    /** As a standby has it that lagged: what was open is lost, and so is what was committed since. */
    public void setBack(Map<?, Row> former) {
        crash();
        committed.values().forEach(Map::clear);
        rows.clear();
        former.forEach((key, row) -> change((Key) key, row));
    }

    /** The server of the database has ended; what was committed is on its disk. */
    public void crash() {
        List.copyOf(open).forEach(Transaction::rollback);
    }
}
