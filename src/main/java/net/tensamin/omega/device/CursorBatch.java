package net.tensamin.omega.device;

import jakarta.persistence.Query;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UserId;

/**
 * Cursors that are written in one transaction. Waits for no lock, as the whole batch would wait: what another
 * transaction has locked is left for later. Rows are locked in one order everywhere, accounts before devices and each
 * by its key, so that nodes do not deadlock.
 */
final class CursorBatch {
    private static final Comparator<DeviceCursor> BY_KEY = Comparator.<DeviceCursor>comparingLong(
                    cursor -> cursor.user().value())
            .thenComparing(cursor -> cursor.device().value());

    private final Function<String, Query> queries;
    private final Accounts accounts;

    /** A device of a user. */
    private record Key(Object user, Object device) {
        private static Key of(DeviceCursor cursor) {
            return new Key(cursor.user().value(), cursor.device().value());
        }
    }

    /** @param queries makes a named query in the transaction */
    CursorBatch(Function<String, Query> queries, Accounts accounts) {
        this.queries = queries;
        this.accounts = accounts;
    }

    /** Moves cursors forwards; a device that is new is added, unless its user is removed. */
    WrittenCursors advance(Collection<DeviceCursor> cursors) {
        List<DeviceCursor> all = cursors.stream().sorted(BY_KEY).toList();
        Set<Key> known = rows(Device.KNOWN, all).map(CursorBatch::key).collect(Collectors.toSet());
        Predicate<DeviceCursor> isNew = cursor -> !known.contains(Key.of(cursor));
        Set<UserId> locked = accountsOf(only(all, isNew), accounts::lockFree);
        Map<Key, Long> claims = lockedClaims(all);
        Predicate<DeviceCursor> free =
                cursor -> claims.containsKey(Key.of(cursor)) || isNew.test(cursor) && locked.contains(cursor.user());
        List<DeviceCursor> lasting = only(all, free);
        if (!lasting.isEmpty()) {
            write(lasting);
        }
        return new WrittenCursors(late(lasting, claims), waiting(only(all, free.negate()), isNew));
    }

    private void write(List<DeviceCursor> cursors) {
        queries.apply(Device.ADVANCE)
                .setParameter(1, users(cursors))
                .setParameter(2, devices(cursors))
                .setParameter(3, numbers(cursors, DeviceCursor::revision))
                .setParameter(4, names(cursors, cursor -> cursor.seen().toString()))
                .setParameter(5, numbers(cursors, DeviceCursor::claim))
                .executeUpdate();
    }

    /** A row that a node of the previous version made in between was not locked, and may have been claimed. */
    private List<DeviceCursor> late(List<DeviceCursor> written, Map<Key, Long> locked) {
        Map<Key, Long> claims = locked.size() == written.size() ? locked : lockedClaims(written);
        return only(written, cursor -> cursor.claim() < claims.getOrDefault(Key.of(cursor), 0L));
    }

    /** Nothing waits for a new device of a removed user. */
    private List<DeviceCursor> waiting(List<DeviceCursor> left, Predicate<DeviceCursor> isNew) {
        Set<UserId> present = accountsOf(only(left, isNew), accounts::present);
        return only(left, cursor -> !isNew.test(cursor) || present.contains(cursor.user()));
    }

    private static Set<UserId> accountsOf(List<DeviceCursor> cursors, UnaryOperator<Set<UserId>> which) {
        Set<UserId> users = cursors.stream().map(DeviceCursor::user).collect(Collectors.toSet());
        return users.isEmpty() ? users : which.apply(users);
    }

    private static List<DeviceCursor> only(List<DeviceCursor> cursors, Predicate<DeviceCursor> which) {
        return cursors.stream().filter(which).toList();
    }

    private Map<Key, Long> lockedClaims(List<DeviceCursor> cursors) {
        return rows(Device.LOCK_FREE, cursors).collect(Collectors.toMap(CursorBatch::key, row -> (Long) row[2]));
    }

    @SuppressWarnings("unchecked") // a native query has no other type
    private Stream<Object[]> rows(String query, List<DeviceCursor> cursors) {
        List<Object[]> rows = queries.apply(query)
                .setParameter(1, users(cursors))
                .setParameter(2, devices(cursors))
                .getResultList();
        return rows.stream();
    }

    private static Key key(Object[] row) {
        return new Key(row[0], row[1]);
    }

    /** An array is one parameter, so that the statement is the same however many there are. */
    private static Long[] users(List<DeviceCursor> cursors) {
        return numbers(cursors, cursor -> cursor.user().value());
    }

    private static String[] devices(List<DeviceCursor> cursors) {
        return names(cursors, cursor -> cursor.device().value());
    }

    private static Long[] numbers(List<DeviceCursor> cursors, Function<DeviceCursor, Long> number) {
        return cursors.stream().map(number).toArray(Long[]::new);
    }

    private static String[] names(List<DeviceCursor> cursors, Function<DeviceCursor, String> name) {
        return cursors.stream().map(name).toArray(String[]::new);
    }
}
