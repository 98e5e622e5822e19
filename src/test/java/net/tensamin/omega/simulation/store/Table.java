package net.tensamin.omega.simulation.store;

import java.util.List;
import java.util.Locale;

/** The tables that the simulated components use, each with the columns of its primary key. */
public enum Table {
    USERS("user_id"),
    IOTA("iota_id"),
    OMIKRON("omikron_id"),
    MAILBOX("user_id"),
    PENDING_PAIR("receiver_id", "sender_id"),
    BATCH_MARK("batcher"),
    DEVICE("user_id", "device_id"),
    REVOKED_DEVICE("device_id"),
    REMOVED_USER("user_id"),
    REMOVED_SENDER("user_id"),
    REMOVAL_COUNT("id");

    private final List<String> key;

    Table(String... key) {
        this.key = List.of(key);
    }

    static Table named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    List<String> key() {
        return key;
    }

    Key keyOf(Row row) {
        return new Key(this, key.stream().map(row::get).toList());
    }

    Key key(Object... values) {
        return new Key(this, List.of(values));
    }

    /** Where a row is. In order of table and of the key's columns. */
    record Key(Table table, List<Object> values) implements Comparable<Key> {
        @SuppressWarnings("unchecked") // columns of one name are of one type
        private static int compareValues(Object one, Object other) {
            return ((Comparable<Object>) one).compareTo(other);
        }

        @Override
        public int compareTo(Key other) {
            int order = table.compareTo(other.table);
            for (int i = 0; order == 0 && i < Math.min(values.size(), other.values.size()); i++) {
                order = compareValues(values.get(i), other.values.get(i));
            }
            return order == 0 ? Integer.compare(values.size(), other.values.size()) : order;
        }
    }
}
