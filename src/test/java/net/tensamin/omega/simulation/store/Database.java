package net.tensamin.omega.simulation.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.tensamin.omega.simulation.store.Table.Key;

/** What is committed, and who has locked what. One thread. */
public final class Database {
    private final NavigableMap<Key, Row> committed = new TreeMap<>();
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
        put(Table.REMOVAL_COUNT, Row.of("id", 1L, "last_number", 0L));
    }

    public void listen(CommitListener told) {
        listener = told;
    }

    private void put(Table table, Row row) {
        committed.put(table.keyOf(row), row);
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

    NavigableMap<Key, Row> committed() {
        return committed;
    }

    Transaction ownerOf(Key key) {
        return locks.get(key);
    }

    void lock(Key key, Transaction owner) {
        locks.put(key, owner);
    }

    void end(Transaction ended, Map<Key, Row> changes) {
        changes.forEach((key, row) -> {
            Row before = row == null ? committed.remove(key) : committed.put(key, row);
            listener.changed(before, row);
        });
        locks.values().removeIf(ended::equals);
        open.remove(ended);
    }

    /** All rows of a table as they are committed, in order of their keys. */
    public List<Row> rows(Table table) {
        return committed.entrySet().stream()
                .filter(row -> row.getKey().table() == table)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** All that is committed. */
    public Map<?, Row> snapshot() {
        return new TreeMap<>(committed);
    }

    /** As a standby has it that lagged: what was open is lost, and so is what was committed since. */
    public void setBack(Map<?, Row> former) {
        crash();
        committed.clear();
        former.forEach((key, row) -> committed.put((Key) key, row));
    }

    /** The server of the database has ended; what was committed is on its disk. */
    public void crash() {
        List.copyOf(open).forEach(Transaction::rollback);
    }
}
