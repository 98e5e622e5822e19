package net.tensamin.omega.simulation.store;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.tensamin.omega.simulation.store.Table.Key;

/** Reads what is committed when a statement runs, and its own changes (READ COMMITTED). Each row that it changes it has locked. */
public final class Transaction {
    private final Database database;
    private final Database.LockWait waits;
    private final NavigableMap<Key, Row> changes = new TreeMap<>();
    private final Set<Key> removed = new HashSet<>();
    private boolean ended;
    private boolean committed;

    Transaction(Database database, Database.LockWait waits) {
        this.database = database;
        this.waits = waits;
    }

    public boolean hasEnded() {
        return ended;
    }

    public boolean isReadOnly() {
        return changes.isEmpty();
    }

    public void commit() {
        requireOpen();
        ended = true;
        committed = true;
        database.end(this, changes);
    }

    public void rollback() {
        if (!ended) {
            ended = true;
            database.end(this, Map.of());
        }
    }

    /** It was ended by somebody else: the database was, or its connection. */
    void requireOpen() {
        if (ended) {
            throw failure("57P01");
        }
    }

    /** As the driver and JPA bring it. Where it was thrown says nothing, and costs much. */
    public static PersistenceException failure(String sqlState) {
        return new Failure(new Refusal(sqlState));
    }

    private static final class Failure extends PersistenceException {
        private static final long serialVersionUID = 1;

        private Failure(Refusal cause) {
            super(cause);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final class Refusal extends SQLException {
        private static final long serialVersionUID = 1;

        private Refusal(String sqlState) {
            super("in the model", sqlState);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Whether it has written or removed the row, and not only locked it. */
    boolean hasChanged(Key key) {
        return changes.containsKey(key);
    }

    Optional<Row> find(Key key) {
        return Optional.ofNullable(changes.containsKey(key) ? changes.get(key) : database.find(key));
    }

    /** In order of their keys. */
    List<Row> rows(Table table) {
        if (changes.keySet().stream().noneMatch(key -> key.table() == table)) {
            return database.rows(table);
        }
        NavigableMap<Key, Row> rows = new TreeMap<>(database.committed(table));
        changes.forEach((key, row) -> {
            if (key.table() == table && row == null) {
                rows.remove(key);
            } else if (key.table() == table) {
                rows.put(key, row);
            }
        });
        return List.copyOf(rows.values());
    }

    /** Whether nobody else has it. */
    boolean lockFree(Key key) {
        Transaction owner = database.ownerOf(key);
        if (owner == null || owner == this) {
            database.lock(key, this);
            return true;
        }
        return false;
    }

    /** @return false if the row that was there was removed while this waited: one that was made again with its key is another one */
    boolean lock(Key key) {
        boolean same = true;
        while (!lockFree(key)) {
            Transaction owner = database.ownerOf(key);
            waits.until(owner);
            requireOpen();
            same &= !(owner.committed && owner.removed.contains(key));
        }
        return same;
    }

    void put(Row row, Table table) {
        Key key = table.keyOf(row);
        lock(key);
        changes.put(key, row);
    }

    /** What is committed, and only locked by another, is in the way at once; what another has changed or removed is waited for. */
    void insert(Row row, Table table) {
        Key key = table.keyOf(row);
        Transaction owner = database.ownerOf(key);
        if (owner == null || owner == this || owner.hasChanged(key)) {
            lock(key);
        }
        if (find(key).isPresent()) {
            throw failure("23505"); // unique_violation
        }
        changes.put(key, row);
    }

    void remove(Key key) {
        lock(key);
        removed.add(key);
        changes.put(key, null);
    }

    /** Locks those rows, without waiting, and gives them as they are then. */
    List<Row> lockFreeRows(Iterator<Key> keys) {
        List<Row> rows = new ArrayList<>();
        keys.forEachRemaining(key -> {
            if (find(key).isPresent() && lockFree(key)) {
                find(key).ifPresent(rows::add);
            }
        });
        return rows;
    }
}
