package net.tensamin.omega.simulation.store;

import static net.tensamin.omega.simulation.store.Table.BATCH_MARK;
import static net.tensamin.omega.simulation.store.Table.DEVICE;
import static net.tensamin.omega.simulation.store.Table.IOTA;
import static net.tensamin.omega.simulation.store.Table.MAILBOX;
import static net.tensamin.omega.simulation.store.Table.PENDING_PAIR;
import static net.tensamin.omega.simulation.store.Table.REMOVAL_COUNT;
import static net.tensamin.omega.simulation.store.Table.REMOVED_SENDER;
import static net.tensamin.omega.simulation.store.Table.REMOVED_USER;
import static net.tensamin.omega.simulation.store.Table.REVOKED_DEVICE;
import static net.tensamin.omega.simulation.store.Table.USERS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.simulation.store.Table.Key;

/** What each named query does. */
public final class Statements {
    private static final int PAGE = 200;
    private static final int STEP = 500;

    private static final Map<String, Select> SELECTS = new HashMap<>();
    private static final Map<String, Update> UPDATES = new HashMap<>();

    private interface Select {
        List<?> rows(Transaction transaction, Parameters given);
    }

    private interface Update {
        int apply(Transaction transaction, Parameters given);
    }

    static {
        accounts();
        mailboxes();
        marks();
        devices();
        removals();
    }

    private Statements() {}

    /** The names of all that are known. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(SELECTS.keySet());
        names.addAll(UPDATES.keySet());
        return names;
    }

    static List<?> select(String name, Transaction transaction, Parameters given) {
        return Optional.ofNullable(SELECTS.get(name))
                .orElseThrow(() -> new UnsupportedOperationException(name))
                .rows(transaction, given);
    }

    static int update(String name, Transaction transaction, Parameters given) {
        return Optional.ofNullable(UPDATES.get(name))
                .orElseThrow(() -> new UnsupportedOperationException(name))
                .apply(transaction, given);
    }

    private static void accounts() {
        SELECTS.put(
                "User.count",
                (t, p) -> List.of(t.find(USERS.key(p.number("id"))).isPresent() ? 1L : 0L));
        SELECTS.put("User.lock", (t, p) -> locked(t, keys(USERS, p.numbers(1)), row -> row.get("user_id")));
        SELECTS.put("User.lockFree", (t, p) -> free(t, keys(USERS, p.numbers(1)), row -> row.get("user_id")));
        SELECTS.put("User.present", (t, p) -> present(t, keys(USERS, p.numbers(1)), row -> row.get("user_id")));
        SELECTS.put(
                "User.homes",
                (t, p) -> present(
                        t, keys(USERS, p.numbers(1)), row -> new Object[] {row.get("user_id"), row.get("iota_id")}));
        SELECTS.put("User.idsOfIota", (t, p) -> t.rows(USERS).stream()
                .filter(row -> row.number("iota_id") == p.number("iota"))
                .map(row -> row.get("user_id"))
                .toList());
        SELECTS.put("Iota.users", (t, p) -> {
            List<Object[]> rows = new ArrayList<>();
            for (Row iota : present(t, keys(IOTA, p.numbers(1)), row -> row)) {
                List<Row> users = t.rows(USERS).stream()
                        .filter(user -> user.get("iota_id").equals(iota.get("iota_id")))
                        .toList();
                users.forEach(user -> rows.add(new Object[] {iota.get("iota_id"), user.get("user_id")}));
                if (users.isEmpty()) {
                    rows.add(new Object[] {iota.get("iota_id"), null});
                }
            }
            return rows;
        });
        UPDATES.put("User.remove", (t, p) -> removeAll(t, keys(USERS, List.of(p.number("id")))));
    }

    private static void mailboxes() {
        SELECTS.put(
                "Mailbox.receivers",
                (t, p) -> present(t, keys(USERS, p.numbers(1)), row -> new Object[] {
                    row.get("user_id"),
                    t.find(MAILBOX.key(row.get("user_id")))
                            .map(box -> box.get("user_id"))
                            .orElse(null)
                }));
        SELECTS.put("Mailbox.lockReceivers", (t, p) -> free(t, keys(USERS, p.numbers(1)), row -> row.get("user_id")));
        SELECTS.put("Mailbox.lockFree", (t, p) -> free(t, keys(MAILBOX, p.numbers(1)), Statements::mailbox));
        SELECTS.put("Mailbox.lock", (t, p) -> locked(t, keys(MAILBOX, p.numbers(1)), Statements::mailbox));
        SELECTS.put(
                "Mailbox.revisions", (t, p) -> present(t, keys(MAILBOX, p.numbers("receivers")), Statements::mailbox));
        UPDATES.put("Mailbox.write", (t, p) -> {
            List<Long> revisions = p.numbers(2);
            int changed = 0;
            for (int i = 0; i < revisions.size(); i++) {
                long revision = revisions.get(i);
                changed += updateAll(
                        t,
                        keys(MAILBOX, List.of(p.numbers(1).get(i))),
                        row -> true,
                        row -> row.with("revision", revision));
            }
            return changed;
        });
        UPDATES.put("Mailbox.remove", (t, p) -> removeAll(t, keys(MAILBOX, List.of(p.number("receiver")))));
        pairs();
    }

    private static Object[] mailbox(Row row) {
        return new Object[] {row.get("user_id"), row.get("revision")};
    }

    private static void pairs() {
        SELECTS.put(
                "PendingPair.ofKeys",
                (t, p) -> present(t, keys(PENDING_PAIR, p.numbers(1), p.numbers(2)), row -> new Object[] {
                    row.get("receiver_id"), row.get("sender_id"), row.get("amount"), row.get("revision")
                }));
        UPDATES.put("PendingPair.write", (t, p) -> {
            int count = p.numbers(1).size();
            for (int i = 0; i < count; i++) {
                t.put(
                        Row.of(
                                "receiver_id", p.numbers(1).get(i),
                                "sender_id", p.numbers(2).get(i),
                                "amount", p.numbers(3).get(i),
                                "revision", p.numbers(4).get(i),
                                "changed_at", p.instant(5)),
                        PENDING_PAIR);
            }
            return count;
        });
        SELECTS.put("PendingPair.since", (t, p) -> ofReceiver(t, p.number(1))
                .filter(row -> row.number("revision") > p.number(2))
                .sorted(Comparator.comparingLong(number("revision")))
                .limit(PAGE)
                .map(row -> new Object[] {row.get("sender_id"), row.get("amount"), row.get("revision")})
                .toList());
        SELECTS.put("PendingPair.pendingBefore", (t, p) -> {
            Optional<Row> box = t.find(MAILBOX.key(p.number(1)));
            if (box.isEmpty()) {
                return List.of();
            }
            List<Object[]> rows = ofReceiver(t, p.number(1))
                    .filter(row -> row.number("amount") > 0 && row.number("revision") < p.number(2))
                    .sorted(Comparator.comparingLong(number("revision")).reversed())
                    .limit(p.number(3))
                    .map(row -> new Object[] {
                        box.get().get("revision"), row.get("sender_id"), row.get("amount"), row.get("revision")
                    })
                    .toList();
            return rows.isEmpty()
                    ? List.<Object[]>of(new Object[] {box.get().get("revision"), null, null, null})
                    : rows;
        });
        SELECTS.put("PendingPair.receiversOfSender", (t, p) -> t.rows(PENDING_PAIR).stream()
                .filter(row -> row.number("sender_id") == p.number(1))
                .filter(row -> row.number("receiver_id") > p.number(2) && row.number("amount") > 0)
                .limit(STEP)
                .map(row -> row.get("receiver_id"))
                .toList());
        UPDATES.put(
                "PendingPair.remove",
                (t, p) -> removeAll(
                        t,
                        ofReceiver(t, p.number("receiver"))
                                .map(PENDING_PAIR::keyOf)
                                .toList()));
    }

    private static Stream<Row> ofReceiver(Transaction t, long receiver) {
        return t.rows(PENDING_PAIR).stream().filter(row -> row.number("receiver_id") == receiver);
    }

    private static void marks() {
        UPDATES.put("BatchMark.move", (t, p) -> {
            Key key = BATCH_MARK.key(p.text("batcher"));
            return updateAll(t, List.of(key), row -> row.number("last_batch") >= p.number("former"), row -> row.with(
                            "last_batch", p.number("sequence"))
                    .with("used_at", p.instant("now")));
        });
        SELECTS.put("BatchMark.batchers", (t, p) -> t.rows(BATCH_MARK).stream()
                .map(row -> row.get("batcher"))
                .toList());
    }

    private static void devices() {
        SELECTS.put("Device.opening", (t, p) -> t.find(DEVICE.key(p.number("user"), p.text("device")))
                .map(row -> List.of(new Opening(row.number("cursor_revision"), row.number("claim"))))
                .orElse(List.of()));
        SELECTS.put(
                "Device.known",
                (t, p) -> present(t, keys(DEVICE, p.numbers(1), p.texts(2)), row ->
                        new Object[] {row.get("user_id"), row.get("device_id")}));
        SELECTS.put(
                "Device.lockFree",
                (t, p) -> free(t, keys(DEVICE, p.numbers(1), p.texts(2)), row ->
                        new Object[] {row.get("user_id"), row.get("device_id"), row.get("claim")}));
        SELECTS.put("Device.ofUsers", (t, p) -> devicesOf(t, p.numbers(1)).stream()
                .map(key -> key.values().get(0))
                .toList());
        SELECTS.put("Device.lockFreeOfUsers", (t, p) -> free(t, devicesOf(t, p.numbers(1)), row -> row.get("user_id")));
        UPDATES.put(
                "Device.takeBack",
                (t, p) -> updateAll(
                        t, devicesOf(t, p.numbers("users")), row -> true, row -> row.with("cursor_revision", 0L)));
        UPDATES.put("DeviceNetwork.forget", (t, p) -> 0);
        UPDATES.put("Device.forget", (t, p) -> removeAll(t, devicesOf(t, List.of(p.number("user")))));
        UPDATES.put("Device.advance", (t, p) -> {
            List<Key> keys = keys(DEVICE, p.numbers(1), p.texts(2));
            for (int i = 0; i < keys.size(); i++) {
                advance(
                        t,
                        keys.get(i),
                        p.numbers(3).get(i),
                        Instant.parse(p.texts(4).get(i)),
                        p.numbers(5).get(i));
            }
            return keys.size();
        });
        SELECTS.put(
                "RevokedDevice.count",
                (t, p) -> List.of((long) t.rows(REVOKED_DEVICE).size()));
        SELECTS.put("RevokedDevice.all", (t, p) -> t.rows(REVOKED_DEVICE).stream()
                .map(row -> row.get("device_id"))
                .toList());
    }

    private static void advance(Transaction t, Key key, long revision, Instant seen, long claim) {
        t.lock(key);
        Optional<Row> known = t.find(key);
        if (known.isEmpty()) {
            t.insert(
                    Row.of(
                            "user_id",
                            key.values().get(0),
                            "device_id",
                            key.values().get(1),
                            "cursor_revision",
                            revision,
                            "last_seen",
                            seen,
                            "claim",
                            0L),
                    DEVICE);
            return;
        }
        Row row = known.get();
        boolean further = claim >= row.number("claim") && revision > row.number("cursor_revision");
        Instant before = (Instant) row.get("last_seen");
        t.put(
                row.with("cursor_revision", further ? revision : row.number("cursor_revision"))
                        .with("last_seen", before != null && before.isAfter(seen) ? before : seen),
                DEVICE);
    }

    private static List<Key> devicesOf(Transaction t, List<Long> users) {
        return t.rows(DEVICE).stream()
                .filter(row -> users.contains(row.number("user_id")))
                .map(DEVICE::keyOf)
                .toList();
    }

    private static void removals() {
        SELECTS.put("RemovedUser.from", (t, p) -> t.rows(REMOVED_USER).stream()
                .filter(row -> row.number("removal_number") >= p.number("number"))
                .sorted(Comparator.comparingLong(number("removal_number")))
                .map(row -> new Object[] {row.get("removal_number"), row.get("user_id")})
                .toList());
        UPDATES.put("RemovedUser.countOne", (t, p) -> {
            Key key = REMOVAL_COUNT.key(1L);
            return updateAll(
                    t, List.of(key), row -> true, row -> row.with("last_number", row.number("last_number") + 1));
        });
        SELECTS.put("RemovedUser.last", (t, p) -> t.rows(REMOVAL_COUNT).stream()
                .map(row -> row.get("last_number"))
                .toList());
        SELECTS.put("RemovedSender.free", (t, p) -> t.rows(REMOVED_SENDER).stream()
                .filter(row -> isFree(row, p.instant("now")))
                .map(row -> row.get("user_id"))
                .toList());
        SELECTS.put(
                "RemovedSender.count",
                (t, p) -> List.of((long) t.rows(REMOVED_SENDER).size()));
        UPDATES.put(
                "RemovedSender.take",
                (t, p) -> updateAll(
                        t,
                        keys(REMOVED_SENDER, List.of(p.number("sender"))),
                        row -> isFree(row, p.instant("now")),
                        row -> row.with("taken_until", p.instant("until"))));
        UPDATES.put(
                "RemovedSender.keep",
                (t, p) -> updateAll(
                        t,
                        keys(REMOVED_SENDER, List.of(p.number("sender"))),
                        row -> true,
                        row -> row.with("taken_until", p.instant("until"))));
        UPDATES.put("RemovedSender.forget", (t, p) -> removeAll(t, keys(REMOVED_SENDER, List.of(p.number("sender")))));
    }

    private static boolean isFree(Row sender, Instant now) {
        Instant until = (Instant) sender.get("taken_until");
        return until == null || until.isBefore(now);
    }

    private static ToLongFunction<Row> number(String column) {
        return row -> row.number(column);
    }

    private static List<Key> keys(Table table, List<Long> ids) {
        return ids.stream().distinct().sorted().map(table::key).toList();
    }

    private static List<Key> keys(Table table, List<?> first, List<?> second) {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            keys.add(table.key(first.get(i), second.get(i)));
        }
        return keys;
    }

    private static <T> List<T> present(Transaction t, List<Key> keys, Function<Row, T> columns) {
        return keys.stream().flatMap(key -> t.find(key).stream()).map(columns).toList();
    }

    private static <T> List<T> free(Transaction t, List<Key> keys, Function<Row, T> columns) {
        return t.lockFreeRows(keys.stream().sorted().iterator()).stream()
                .map(columns)
                .toList();
    }

    private static <T> List<T> locked(Transaction t, List<Key> keys, Function<Row, T> columns) {
        List<T> rows = new ArrayList<>();
        for (Key key : seen(t, keys, row -> true)) {
            if (t.lock(key)) {
                t.find(key).map(columns).ifPresent(rows::add);
            }
        }
        return rows;
    }

    private static int updateAll(Transaction t, List<Key> keys, Predicate<Row> which, Function<Row, Row> change) {
        int changed = 0;
        for (Key key : seen(t, keys, which)) {
            boolean same = t.lock(key);
            Optional<Row> row = t.find(key).filter(found -> same).filter(which);
            row.ifPresent(known -> t.put(change.apply(known), key.table()));
            changed += row.isPresent() ? 1 : 0;
        }
        return changed;
    }

    private static int removeAll(Transaction t, List<Key> keys) {
        int removed = 0;
        for (Key key : seen(t, keys, row -> true)) {
            if (t.lock(key) && t.find(key).isPresent()) {
                t.remove(key);
                removed++;
            }
        }
        return removed;
    }

    /** A statement goes by what is there when it begins: what others commit while it waits for a lock is no row of it, even if it would be now. */
    private static List<Key> seen(Transaction t, List<Key> keys, Predicate<Row> which) {
        return keys.stream()
                .filter(key -> t.find(key).filter(which).isPresent())
                .toList();
    }
}
